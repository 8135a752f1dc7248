import { type ReactNode, startTransition, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Rows that come and go together. */
const CHUNK = 12;
/** Tables of no more rows than this are drawn whole. */
const WHOLE = 100;
/** How far beyond the screen rows are drawn ahead. */
const AHEAD = "600px 0px";

/** Whether the page is being printed: then everything is drawn, before the printer looks. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}

interface ChunkProps {
  first: boolean;
  /** Pixels its rows will take, as a guess until they were drawn. */
  height: number;
  columns: number;
  draw: () => ReactNode;
}

/** Some rows of a long table: drawn near the screen and while one of them has the focus, else as tall as they were. */
function Chunk({ first, height, columns, draw }: ChunkProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [near, setNear] = useState(first);
  const [drawnHeight, setDrawnHeight] = useState<number | null>(null);
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (changes) => {
        const entry = changes.at(-1);
        if (!entry) return;
        if (!entry.isIntersecting && element.contains(document.activeElement)) return;
        startTransition(() => {
          if (!entry.isIntersecting) setDrawnHeight(entry.boundingClientRect.height);
          setNear(entry.isIntersecting);
        });
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <tbody ref={body}>
      {near ? (
        draw()
      ) : (
        <tr aria-hidden style={{ height: drawnHeight ?? height }}>
          <td colSpan={columns} />
        </tr>
      )}
    </tbody>
  );
}

interface LongBodyProps<Row> {
  rows: readonly Row[];
  columns: number;
  /** Pixels a row takes, roughly. */
  rowHeight: number;
  /** Draws a row; `rowIndex` is its `aria-rowindex` where not all rows are there, below one row of headings. */
  draw: (row: Row, rowIndex: number | undefined) => ReactNode;
}

/** Whether a table of so many rows leaves some undrawn, so that it must tell `aria-rowcount`. */
export const isLong = (rows: readonly unknown[]): boolean => rows.length > WHOLE;

/** A table's body of any length: of a long one only what is near the screen is drawn, all of it when printed. */
export function LongBody<Row>({ rows, columns, rowHeight, draw }: LongBodyProps<Row>) {
  const printing = usePrinting();
  const long = isLong(rows);
  const chunks = useMemo(
    () =>
      long
        ? Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, at) =>
            rows.slice(at * CHUNK, (at + 1) * CHUNK),
          )
        : [],
    [rows, long],
  );
  if (!long || printing) return <tbody>{rows.map((row) => draw(row, undefined))}</tbody>;
  return chunks.map((chunk, at) => (
    <Chunk
      // biome-ignore lint/suspicious/noArrayIndexKey: a chunk is a place in the table, whichever rows stand there
      key={at}
      first={at < 2}
      height={chunk.length * rowHeight}
      columns={columns}
      draw={() => chunk.map((row, place) => draw(row, at * CHUNK + place + 2))}
    />
  ));
}
