import { z } from "zod";
import { type CriteriaSet, leavesOf, NodeId } from "./criteria-set.ts";
import { FileRef, TEXT_MAX } from "./documents.ts";
import { illustrativeText } from "./guidance-text.ts";

/** The yearly scoring guidance (*hướng dẫn chấm điểm*) of a set: by which document, and a text per leaf. Never changed. */
export const Guidance = z.object({
  version: z.int().min(1),
  number: z.string().trim().min(1).max(60),
  date: z.iso.date().nullable(),
  issuers: z.array(z.string().trim().min(1).max(200)).max(20),
  file: FileRef.nullable(),
  texts: z.record(NodeId, z.string().max(TEXT_MAX)),
  by: z.string().min(1),
  at: z.date(),
});
export type Guidance = z.infer<typeof Guidance>;

/** A text for every leaf of a set, made from its rule. Illustrative: it stands for no document. */
export const illustrativeTexts = (set: Pick<CriteriaSet, "fields">): Guidance["texts"] =>
  Object.fromEntries([...leavesOf(set)].map(({ leaf }) => [leaf.id, illustrativeText(leaf)]));
