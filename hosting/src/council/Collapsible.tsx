import { Title } from "@mantine/core";
import { type ReactNode, useDeferredValue, useState } from "react";
import styles from "./council.module.css";

interface CollapsibleProps {
  /** The heading's id. */
  id: string;
  name: string;
  /** What stands small behind the name. */
  aside?: string;
  children: ReactNode;
}

/** A part of a page that its heading folds away and opens. */
export function Collapsible({ id, name, aside, children }: CollapsibleProps) {
  const [open, setOpen] = useState(true);
  // The heading answers at once, a long content when it is drawn.
  const drawn = useDeferredValue(open);
  return (
    <div>
      <Title order={2} size="h4" mt="md">
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span aria-hidden className="no-print">
            {open ? "▾ " : "▸ "}
          </span>
          <span id={id}>{name}</span>
        </button>
        {aside && <small className={styles.aside}>{aside}</small>}
      </Title>
      {drawn && children}
    </div>
  );
}
