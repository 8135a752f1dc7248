import { Alert, Button, Group, NumberInput, Text } from "@mantine/core";
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import jbig2Url from "pdfjs-dist/wasm/jbig2.wasm?url";
import openjpegUrl from "pdfjs-dist/wasm/openjpeg.wasm?url";
import { useEffect, useRef, useState } from "react";
import { Loading } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import styles from "./evidence.module.css";

GlobalWorkerOptions.workerSrc = workerUrl;

const ZOOM_STEP = 1.25;

const DECODERS: Record<string, string> = {
  "jbig2.wasm": jbig2Url,
  "openjpeg.wasm": openjpegUrl,
};

/** Fetches pdf.js's decoders, without which scanned pages (fax, JBIG2, JPEG 2000) come out blank. */
class Decoders {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const url = DECODERS[filename];
    const answer = url ? await fetch(url) : null;
    if (!answer?.ok) throw new Error(filename);
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** Draws one page onto a canvas, as sharp as the screen is, unless another is wanted meanwhile. */
async function draw(
  document: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  zoom: number,
  signal: AbortSignal,
) {
  const page = await document.getPage(number);
  if (signal.aborted) return;
  const width = Math.max(240, (canvas.parentElement?.clientWidth ?? 600) - 16);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (width / natural.width) * zoom });
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.floor(viewport.width * sharp);
  canvas.height = Math.floor(viewport.height * sharp);
  canvas.style.width = `${Math.floor(viewport.width)}px`;
  const task = page.render({ canvas, viewport, transform: [sharp, 0, 0, sharp, 0, 0] });
  signal.addEventListener("abort", () => task.cancel());
  await task.promise;
}

/** A PDF page by page, begun at a page; drawn by pdf.js, so that nothing in it runs. */
export default function PdfPages({ content, name, start }: { content: Blob; name: string; start: number }) {
  const [document, setDocument] = useState<PDFDocumentProxy>();
  const [failure, setFailure] = useState<string | null>(null);
  const [page, setPage] = useState(start);
  const [zoom, setZoom] = useState(1);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let shown = true;
    let opened: ReturnType<typeof getDocument> | undefined;
    content.arrayBuffer().then((data) => {
      if (!shown) return;
      opened = getDocument({ data, BinaryDataFactory: Decoders });
      opened.promise.then(
        (read) => shown && setDocument(read),
        (error: unknown) => shown && setFailure(String(error)),
      );
    });
    return () => {
      shown = false;
      void opened?.destroy();
    };
  }, [content]);
  const pages = document?.numPages ?? 1;
  const current = Math.min(Math.max(1, page), pages);
  useEffect(() => {
    if (!document || !canvas.current) return;
    const drawing = new AbortController();
    draw(document, current, canvas.current, zoom, drawing.signal).catch(
      (error: unknown) => !drawing.signal.aborted && setFailure(String(error)),
    );
    return () => drawing.abort();
  }, [document, current, zoom]);
  if (failure)
    return (
      <Alert color="red" variant="light" role="alert">
        {t("previewFailed", { why: failure })}
      </Alert>
    );
  if (!document) return <Loading />;
  return (
    <>
      <Group gap="xs" mb="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={current <= 1}
          onClick={() => setPage(current - 1)}
        >
          ‹ {t("previousPage")}
        </Button>
        <NumberInput
          size="xs"
          w={70}
          aria-label={t("page")}
          value={current}
          min={1}
          max={pages}
          hideControls
          onChange={(value) => typeof value === "number" && setPage(value)}
        />
        <Text size="sm" role="status">
          {t("pageOf", { n: current, all: pages })}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={current >= pages}
          onClick={() => setPage(current + 1)}
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
        className={styles.pages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`${name}, ${t("pageOf", { n: current, all: pages })}`}
      >
        <canvas ref={canvas} />
      </section>
    </>
  );
}
