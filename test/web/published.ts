import { initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { paths } from "../../core/src/index.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { type Fixture, fixture } from "../core/site-fixture.ts";

const db = getFirestore(initializeApp({ projectId: PROJECT }, "published"));

/** Takes every publication out of the emulator, so that the next test finds it as it would have. */
export const unpublish = (): Promise<void> => db.recursiveDelete(db.collection(paths.publications()));

/** Makes the fixture's result the only one that this site shows, and tells where it stands. */
export async function publishFixture(): Promise<Fixture & { path: string }> {
  await unpublish();
  const result = fixture();
  const { id, publication, sheets } = result;
  const batch = db.batch();
  batch.set(db.doc(paths.publication(id)), publication);
  for (const [unit, sheet] of sheets) batch.set(db.doc(paths.publicationSheet(id, unit)), sheet);
  await batch.commit();
  return { ...result, path: `/cong-bo/${id}` };
}
