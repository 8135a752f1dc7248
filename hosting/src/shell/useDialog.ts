import { useRef, useState } from "react";

/**
 * A dialog about something. It still knows it while it closes. The focus goes back to where it came from, also where the
 * dialog is drawn only with its subject (what Mantine returns by itself is that of a dialog that stood there closed).
 */
export function useDialog<Subject>() {
  const [subject, setSubject] = useState<Subject | null>(null);
  const [opened, setOpened] = useState(false);
  const opener = useRef<Element | null>(null);
  return {
    subject,
    opened,
    open: (about: Subject) => {
      opener.current = document.activeElement;
      setSubject(about);
      setOpened(true);
    },
    close: () => {
      setOpened(false);
      const { current } = opener;
      setTimeout(() => current instanceof HTMLElement && current.focus({ preventScroll: true }));
    },
  };
}
