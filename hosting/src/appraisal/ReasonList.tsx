import { CloseButton, Kbd, Text, UnstyledButton } from "@mantine/core";
import { t } from "../text/text.ts";
import styles from "./reasons.module.css";

interface ReasonListProps {
  /** Those that were kept come first, then those already used on the same leaf elsewhere. */
  reasons: readonly string[];
  kept: readonly string[];
  onPick: (reason: string) => void;
  onForget: (reason: string) => void;
}

/** Reasons to use again. The first nine have a key: Alt and their number. */
export const ReasonList = ({ reasons, kept, onPick, onForget }: ReasonListProps) => (
  <div>
    <Text size="sm" fw={500}>
      {t("reasonsAgain")}
    </Text>
    <ul className={styles.list}>
      {reasons.map((reason, at) => (
        <li key={reason} className={styles.reason}>
          <UnstyledButton className={styles.pick} onClick={() => onPick(reason)}>
            {at < 9 && <Kbd size="xs">Alt {at + 1}</Kbd>} {reason}
            {!kept.includes(reason) && <span className="soft"> ({t("reasonUsedHere")})</span>}
          </UnstyledButton>
          {kept.includes(reason) && (
            <CloseButton
              size="sm"
              aria-label={t("forgetReason", { reason })}
              onClick={() => onForget(reason)}
            />
          )}
        </li>
      ))}
    </ul>
  </div>
);
