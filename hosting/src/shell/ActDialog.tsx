import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { MissingItem } from "@parindex/core";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { CallRefused } from "../data/call.ts";
import { t } from "../text/text.ts";
import styles from "./ActDialog.module.css";

interface ActDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What happens, before it happens. */
  explain: string;
  /** The word on the button that does it; the title unless told. */
  action?: string;
  /** What is said once it is done. */
  doneText?: string;
  danger?: boolean;
  /** Units by their id, for the list of what is missing. */
  unitNames?: ReadonlyMap<string, string>;
  /** Does it, with what was typed; a text it returns is said in place of `doneText`. Throws `CallRefused`. */
  perform: (form: FormData) => Promise<unknown>;
  children?: ReactNode;
}

/** What the server says is missing, unit by unit in the order of their names. */
function MissingByUnit({
  items,
  names,
}: {
  items: readonly MissingItem[];
  names: ReadonlyMap<string, string> | undefined;
}) {
  const order = [...(names?.keys() ?? [])];
  const byUnit = Map.groupBy(
    items.toSorted((a, b) => order.indexOf(a.unit) - order.indexOf(b.unit)),
    ({ unit }) => unit,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles.missing} tabIndex={0} aria-label={t("missing")}>
      {[...byUnit].map(([unit, lacking]) => (
        <details key={unit} open={byUnit.size === 1}>
          <summary>
            {names?.get(unit) ?? unit}: {lacking.length}
          </summary>
          <ul>
            {lacking.map(({ leaf, column, message }) => (
              <li key={`${leaf}${column}`}>{message}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

/** An act with consequences: says what happens, asks what it needs, keeps what was typed where the server refuses. */
export function ActDialog(props: ActDialogProps) {
  const { opened, onClose, title, explain, action, doneText, danger, unitNames, perform, children } = props;
  const [refusal, setRefusal] = useState<CallRefused | null>(null);
  const [sending, setSending] = useState(false);
  const busy = useRef(false);
  const close = () => {
    if (busy.current) return;
    setRefusal(null);
    onClose();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    setRefusal(null);
    try {
      const said = await perform(new FormData(event.currentTarget));
      busy.current = false;
      notifications.show({
        message: typeof said === "string" ? said : (doneText ?? t("actDone")),
        color: "teal",
      });
      close();
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error : new CallRefused(t("unexpected")));
    } finally {
      busy.current = false;
      setSending(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size="lg"
      // A click beside it would take what was typed.
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("close") }}
      styles={{ title: { fontWeight: 650 } }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{explain}</Text>
          {children}
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              <Text size="sm">{refusal.message}</Text>
              {refusal.missing.length > 0 && <MissingByUnit items={refusal.missing} names={unitNames} />}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} disabled={sending}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={sending} {...(danger ? { color: "red.8" } : {})}>
              {action ?? title}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
