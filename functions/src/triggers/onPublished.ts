import { Publication } from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { onDocumentCreated } from "firebase-functions/v2/firestore";
import { tellOfPublication } from "../store/announcements.ts";
import { withDates } from "../store/firestore.ts";

/** A result is out: tells the people of its scheme, each once, however often the event comes. */
export const onPublished = onDocumentCreated(
  { document: "publications/{publication}", retry: true },
  async (event) => {
    const publication = Publication.safeParse(withDates(event.data?.data()));
    if (publication.success) await tellOfPublication(event.params.publication, publication.data);
    else
      logger.error("onPublished", {
        document: event.document,
        event: event.id,
        error: publication.error.message,
      });
  },
);
