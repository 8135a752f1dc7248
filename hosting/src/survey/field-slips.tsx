import { codeAddress, formatCode } from "@parindex/core";
import encodeQR from "qr";
import { useMemo } from "react";
import { createPortal } from "react-dom";
import { t } from "../text/survey-field.ts";
import styles from "./field.module.css";
import type { Issued, IssuedCode } from "./field-issue.ts";

/** How many slips stand on a page. */
const A_PAGE = 8;

/** The quiet zone that readers of QR codes want, in modules. */
const QUIET = 4;

/** A QR code as one path: each run of dark modules a rectangle. */
function Qr({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const modules = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
    const runs = modules.flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? "1" : "0"))
          .join("")
          .matchAll(/1+/g),
      ].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
    );
    return { size: modules.length, path: runs.join("") };
  }, [text]);
  return (
    <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden>
      <path d={path} fill="#000" />
    </svg>
  );
}

/** Short marks beyond the dashed lines, so that a stack of pages can be cut at once. */
const MARKS = [
  ...[74.2, 148.4, 222.6].flatMap((top) => [
    { top: `${top - 1.5}mm`, left: "0" },
    { top: `${top - 1.5}mm`, right: "0" },
  ]),
  { top: "0", left: "104mm" },
  { bottom: "0", left: "104mm" },
];

function Slip({ name, one: { number, code, units } }: { name: string; one: IssuedCode }) {
  return (
    <section className={styles.slip}>
      <div className={styles.slipHead}>
        <span>
          {t("slipHead")} · {name}
        </span>
        <b>{t("slipNumber", { n: number })}</b>
      </div>
      <Qr text={codeAddress(location.origin, code)} />
      <div>
        <p className={styles.about}>{t("slipAbout", { units })}</p>
        <p>{t("slipHow", { host: location.host })}</p>
      </div>
      <p className={styles.code}>{formatCode(code)}</p>
    </section>
  );
}

/** Slips as they are printed, in place of the page: eight a sheet of A4, with marks to cut by. */
export function Slips({ issued: { name }, codes }: { issued: Issued; codes: readonly IssuedCode[] }) {
  const pages = Array.from({ length: Math.ceil(codes.length / A_PAGE) }, (_, page) =>
    codes.slice(page * A_PAGE, (page + 1) * A_PAGE),
  );
  return createPortal(
    <div className={styles.slips} aria-hidden>
      {pages.map((page) => (
        <div key={page[0]?.number} className={styles.sheet} data-slips={page.length}>
          {page.map((one) => (
            <Slip key={one.number} {...{ name, one }} />
          ))}
          {MARKS.map((style) => (
            <span key={JSON.stringify(style)} className={styles.cut} style={style}>
              +
            </span>
          ))}
        </div>
      ))}
    </div>,
    document.body,
  );
}
