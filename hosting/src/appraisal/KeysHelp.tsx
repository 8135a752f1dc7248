import { Button, Kbd, Modal, Table } from "@mantine/core";
import { type TextKey, t } from "../text/text.ts";

const KEYS: readonly (readonly [keys: string, does: TextKey])[] = [
  ["C", "keyRecognise"],
  ["Đ / A", "keyAdjust"],
  ["G", "keyAsk"],
  ["T", "keyEvidence"],
  ["↓ / J", "keyNext"],
  ["↑ / K", "keyPrevious"],
  ["Enter", "keyGoOn"],
  ["Alt + 1 … 9", "keyReason"],
  ["Ctrl + Enter", "keySave"],
  ["Esc", "keyGiveUp"],
  ["?", "keyHelp"],
];

/** The keys of the appraiser's desk, and the button that shows them. */
export function KeysHelp({ opened, onShow }: { opened: boolean; onShow: (shown: boolean) => void }) {
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => onShow(true)} style={{ flex: "none" }}>
        {t("keysTitle")} (?)
      </Button>
      <Modal
        opened={opened}
        onClose={() => onShow(false)}
        title={t("keysTitle")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Table>
          <Table.Tbody>
            {KEYS.map(([keys, does]) => (
              <Table.Tr key={does}>
                <Table.Th scope="row" w="9rem">
                  <Kbd>{keys}</Kbd>
                </Table.Th>
                <Table.Td>{t(does)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}
