import type { Evidence } from "@parindex/core";
import type { TextKey } from "../text/text.ts";

/** What a piece of evidence is, as people tell them apart. */
export const EVIDENCE_KINDS = {
  pdf: "kindPdf",
  picture: "kindPicture",
  word: "kindWord",
  excel: "kindExcel",
  link: "kindLink",
  document: "kindDocument",
} as const satisfies Record<string, TextKey>;
export type EvidenceKind = keyof typeof EVIDENCE_KINDS;

/** The kind of a piece of evidence; a file's by what was found in it. */
export function kindOf({ source }: Pick<Evidence, "source">): EvidenceKind {
  if (source.kind !== "file") return source.kind;
  if (source.type === "application/pdf") return "pdf";
  if (source.type.startsWith("image/")) return "picture";
  return /sheet|excel/.test(source.type) ? "excel" : "word";
}
