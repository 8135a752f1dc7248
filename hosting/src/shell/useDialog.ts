import { useState } from "react";

/** A dialog about something. It still knows it while it closes. */
export function useDialog<Subject>() {
  const [subject, setSubject] = useState<Subject | null>(null);
  const [opened, setOpened] = useState(false);
  return {
    subject,
    opened,
    open: (about: Subject) => {
      setSubject(about);
      setOpened(true);
    },
    close: () => setOpened(false),
  };
}
