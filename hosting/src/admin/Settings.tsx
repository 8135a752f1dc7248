import { Button, Checkbox, Group, NativeSelect, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { isFrozen } from "@parindex/core";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/text.ts";
import styles from "./admin.module.css";
import { ReasonField } from "./ReasonField.tsx";

function SettingsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { settings } = useSession().period;
  const { bands, tieBreaks } = settings;
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("changeSettings")}
      action={t("save")}
      explain={t("settingsExplain")}
      perform={(form) =>
        act("changeSettings", {
          ...place,
          settings: {
            bands,
            tieBreaks,
            decimals: Number(form.get("decimals")),
            explanationRound: form.has("explanationRound"),
            surveyHeld: form.has("surveyHeld"),
          },
          reason: String(form.get("reason")),
        })
      }
    >
      <NativeSelect
        name="decimals"
        label={t("decimals")}
        data={["0", "1", "2", "3", "4"]}
        defaultValue={String(settings.decimals)}
      />
      <Checkbox
        name="explanationRound"
        label={t("explanationRound")}
        defaultChecked={settings.explanationRound}
      />
      <Checkbox
        name="surveyHeld"
        label={t("surveyHeld")}
        description={t("surveyHeldExplain")}
        defaultChecked={settings.surveyHeld}
      />
      <ReasonField />
    </ActDialog>
  );
}

const yesNo = (value: boolean) => t(value ? "yes" : "no");

/** What the scheme decided for itself, and the way to change it while nothing is adopted. */
export function Settings() {
  const { period } = useSession();
  const { decimals, explanationRound, surveyHeld } = period.settings;
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <section aria-labelledby="settings">
      <Group mt="xl" gap="md">
        <Title order={2} size="h4" id="settings">
          {t("settings")}
        </Title>
        {!period.adoption && !isFrozen(period.state) && (
          <Button size="compact-sm" variant="default" onClick={open}>
            {t("changeSettings")}
          </Button>
        )}
      </Group>
      <table className={`${styles.table} ${styles.narrow}`} aria-labelledby="settings">
        <tbody>
          <tr>
            <th scope="row">{t("decimals")}</th>
            <td>{decimals}</td>
          </tr>
          <tr>
            <th scope="row">{t("explanationRound")}</th>
            <td>{yesNo(explanationRound)}</td>
          </tr>
          <tr>
            <th scope="row">{t("surveyHeld")}</th>
            <td>{yesNo(surveyHeld)}</td>
          </tr>
        </tbody>
      </table>
      <SettingsDialog opened={opened} onClose={close} />
    </section>
  );
}
