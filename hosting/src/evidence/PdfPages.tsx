import { Alert, Button, Group, NumberInput, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import jbig2Url from "pdfjs-dist/wasm/jbig2.wasm?url";
import openjpegUrl from "pdfjs-dist/wasm/openjpeg.wasm?url";
import { useCallback, useEffect, useRef, useState } from "react";
import { Loading } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import styles from "./evidence.module.css";

GlobalWorkerOptions.workerSrc = workerUrl;

const ZOOM_STEP = 1.25;

/** Height by width of an A4 page. */
const A4 = 297 / 210;

/** Fonts that stand for those every reader of PDF is expected to have. */
const FONTS = import.meta.glob<string>("../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", {
  query: "?url",
  import: "default",
  eager: true,
});

/** What pdf.js fetches: decoders, without which scans come out blank, and fonts that a file names and does not hold. */
const PARTS: Record<string, string> = {
  "jbig2.wasm": jbig2Url,
  "openjpeg.wasm": openjpegUrl,
  ...Object.fromEntries(
    Object.entries(FONTS).map(([path, url]) => [path.slice(path.lastIndexOf("/") + 1), url]),
  ),
};

/** Fetches them from this site, under the names that the build gave them. */
class Parts {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const url = PARTS[filename];
    const answer = url ? await fetch(url) : null;
    if (!answer?.ok) throw new Error(filename);
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** Draws a page onto a canvas, as sharp as the screen is, unless it is given up meanwhile. */
async function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, scale: number, signal: AbortSignal) {
  const viewport = page.getViewport({ scale });
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.floor(viewport.width * sharp);
  canvas.height = Math.floor(viewport.height * sharp);
  const task = page.render({ canvas, viewport, transform: [sharp, 0, 0, sharp, 0, 0] });
  signal.addEventListener("abort", () => task.cancel());
  await task.promise;
}

interface PageProps {
  document: PDFDocumentProxy;
  number: number;
  /** How wide the pages are shown, in CSS pixels. */
  width: number;
  /** A page near the window has come to its middle. */
  onReached: (number: number) => void;
}

/** A page in its place, drawn once it comes near the window. Until then it is as high as an A4 page. */
function Page({ document, number, width, onReached }: PageProps) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [ratio, setRatio] = useState(A4);
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const approach = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: "100%",
    });
    const middle = new IntersectionObserver(([entry]) => entry?.isIntersecting && onReached(number), {
      rootMargin: "-45% 0% -45% 0%",
    });
    approach.observe(box);
    middle.observe(box);
    return () => {
      approach.disconnect();
      middle.disconnect();
    };
  }, [number, onReached]);
  useEffect(() => {
    const box = place.current;
    if (!near || !box) return;
    const drawing = new AbortController();
    const canvas = window.document.createElement("canvas");
    canvas.style.width = "100%";
    document
      .getPage(number)
      .then((page) => {
        if (drawing.signal.aborted) return;
        const natural = page.getViewport({ scale: 1 });
        setRatio(natural.height / natural.width);
        box.replaceChildren(canvas);
        return draw(page, canvas, width / natural.width, drawing.signal);
      })
      .catch(() => {
        if (!drawing.signal.aborted) box.replaceChildren(t("fileUnreadable"));
      });
    return () => {
      drawing.abort();
      canvas.remove();
    };
  }, [document, near, number, width]);
  return (
    <div
      ref={place}
      data-page={number}
      className={styles.page}
      style={{ width, height: Math.floor(width * ratio) }}
    />
  );
}

/** Opens a PDF while it is on screen. */
function usePdf(content: Blob) {
  const [document, setDocument] = useState<PDFDocumentProxy>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let shown = true;
    let opened: ReturnType<typeof getDocument> | undefined;
    content.arrayBuffer().then((data) => {
      if (!shown) return;
      opened = getDocument({ data, BinaryDataFactory: Parts });
      opened.promise.then(
        (read) => shown && setDocument(read),
        () => shown && setFailed(true),
      );
    });
    return () => {
      shown = false;
      void opened?.destroy();
    };
  }, [content]);
  return { document, failed };
}

/** A PDF's pages one under another, begun at a page; drawn by pdf.js, so that nothing in it runs. */
export default function PdfPages({ content, name, start }: { content: Blob; name: string; start: number }) {
  const { document, failed } = usePdf(content);
  const [current, setCurrent] = useState(start);
  const [zoom, setZoom] = useState(1);
  const { ref: sizer, width: room } = useElementSize();
  const box = useRef<HTMLElement>(null);
  const pages = document?.numPages ?? 1;
  const goTo = useCallback((number: number) => {
    setCurrent(number);
    box.current?.querySelector(`[data-page="${number}"]`)?.scrollIntoView({ block: "start" });
  }, []);
  const ready = document !== undefined && room > 0;
  useEffect(() => {
    if (ready && start > 1) goTo(Math.min(start, pages));
  }, [ready, start, pages, goTo]);
  if (failed)
    return (
      <Alert color="red" variant="light" role="alert">
        {t("fileUnreadable")}
      </Alert>
    );
  if (!document) return <Loading />;
  const width = Math.floor(Math.max(240, room - 16) * zoom);
  return (
    <>
      <Group gap="xs" mb="xs" ref={sizer}>
        <Button size="compact-sm" variant="default" disabled={current <= 1} onClick={() => goTo(current - 1)}>
          ‹ {t("previousPage")}
        </Button>
        <NumberInput
          size="xs"
          w={70}
          aria-label={t("page")}
          value={current}
          min={1}
          max={pages}
          clampBehavior="strict"
          hideControls
          onChange={(value) => typeof value === "number" && value >= 1 && goTo(value)}
        />
        <Text size="sm" role="status">
          {t("pageOf", { n: Math.min(current, pages), all: pages })}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={current >= pages}
          onClick={() => goTo(current + 1)}
        >
          {t("nextPage")} ›
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setZoom(zoom / ZOOM_STEP)}
          aria-label={t("zoomOut")}
        >
          −
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setZoom(zoom * ZOOM_STEP)}
          aria-label={t("zoomIn")}
        >
          +
        </Button>
      </Group>
      <section
        ref={box}
        className={styles.pages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`${name}, ${t("pageOf", { n: Math.min(current, pages), all: pages })}`}
      >
        {Array.from({ length: pages }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
          <Page key={at} number={at + 1} {...{ document, width }} onReached={setCurrent} />
        ))}
      </section>
    </>
  );
}
