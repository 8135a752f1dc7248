import type { PreviewedPage } from "@parindex/core";
import type { Input } from "../store/act.ts";
import { renderSite } from "./site.ts";
import { resultToCome } from "./to-come.ts";

/** One page of the public site as it will be once what is to come is out, for the standing body alone. A picture comes empty. */
export async function previewResult(input: Input<"previewResult">, uid: string): Promise<PreviewedPage> {
  const { path, ...of } = input;
  const { result, reader } = await resultToCome("previewResult", of, uid);
  const request = { path, query: {}, headers: {} };
  const { status, headers, body } = await renderSite(request, reader, result.publication.publishedAt);
  return { status, type: headers["Content-Type"] ?? "", body: typeof body === "string" ? body : "" };
}
