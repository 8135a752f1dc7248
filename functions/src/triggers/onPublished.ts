import { Publication } from "@parindex/core";
import { onDocumentCreated } from "firebase-functions/v2/firestore";
import { observedEvent } from "../observed.ts";
import { tellOfPublication } from "../store/announcements.ts";
import { withDates } from "../store/firestore.ts";
import { fieldsAtFault, newErrorId, tellEvent } from "../store/log.ts";

/** A result is out: tells the people of its scheme, each once, however often the event comes. */
export const onPublished = onDocumentCreated(
  { document: "publications/{publication}", retry: true },
  async (event) => {
    const { publication: id } = event.params;
    const publication = Publication.safeParse(withDates(event.data?.data()));
    if (!publication.success) {
      const fields = fieldsAtFault(publication.error);
      return tellEvent("publication.malformed", { publication: id, fields, errorId: newErrorId() });
    }
    const { scheme, period } = publication.data.manifest;
    await observedEvent(
      "onPublished",
      { scheme, period },
      new Date(event.time),
      () => tellOfPublication(id, publication.data),
      (cost, ageMs) => tellEvent("publication.told", { publication: id, ageMs, ...cost }),
    );
  },
);
