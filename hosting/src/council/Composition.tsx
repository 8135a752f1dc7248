import { Button, Group, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { isFrozen, Seat } from "@parindex/core";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/text.ts";
import { CompositionDialog } from "./CompositionDialog.tsx";
import styles from "./council.module.css";
import { SEAT_KEYS } from "./seats.ts";

function Seats() {
  const { members } = useSession().period.council;
  if (members.length === 0) return null;
  return (
    <table className={styles.board} aria-labelledby="composition">
      <thead>
        <tr>
          <th scope="col">{t("seat")}</th>
          <th scope="col">{t("seatHolder")}</th>
        </tr>
      </thead>
      <tbody>
        {Seat.options.flatMap((seat) =>
          members
            .filter((member) => member.seat === seat)
            .map(({ uid }) => (
              <tr key={uid}>
                <td>{t(SEAT_KEYS[seat])}</td>
                <th scope="row" className={styles.unit}>
                  <PersonName uid={uid} />
                </th>
              </tr>
            )),
        )}
      </tbody>
    </table>
  );
}

/** Who sits in the council and by which decision; the standing body puts it together. */
export function Composition() {
  const { member, period } = useSession();
  const { council, adoption, state } = period;
  const [opened, { open, close }] = useDisclosure(false);
  const mayChange = member.roles.admin === true && !adoption && !isFrozen(state);
  const empty = council.members.length === 0 && council.decision === null;
  return (
    <section aria-labelledby="composition" className={styles.narrow}>
      <Group gap="md" mt="sm">
        <Title order={2} size="h4" id="composition">
          {t("composition")}
        </Title>
        {mayChange && (
          <Button size="compact-sm" variant={empty ? "filled" : "default"} onClick={open}>
            {t("changeComposition")}
          </Button>
        )}
      </Group>
      <Text size="sm" className="soft">
        {council.decision
          ? t("establishedBy", {
              number: council.decision.number,
              date: dayText(council.decision.date),
            })
          : t(mayChange ? "compositionEmptyAdmin" : "compositionEmpty")}
      </Text>
      <Seats />
      {mayChange && <CompositionDialog key={String(opened)} opened={opened} onClose={close} />}
    </section>
  );
}
