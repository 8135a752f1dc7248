import { Alert, Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { formatInstant } from "@parindex/core";
import { createPortal } from "react-dom";
import { t } from "../text/standing-body.ts";
import { downloadCsv } from "./download-csv.ts";
import styles from "./one-time-link.module.css";

/** A link with which a person sets their own password, once. */
export interface OneTimeLink {
  name: string;
  email: string;
  code: string;
  expiresAt: string;
}

const addressOf = ({ code }: OneTimeLink) => `${location.origin}/app/mat-khau?ma=${code}`;
const expiryOf = ({ expiresAt }: OneTimeLink) => formatInstant(new Date(expiresAt));

/** The slips as they are printed, one for each person, in place of the page. */
const Slips = ({ links }: { links: readonly OneTimeLink[] }) =>
  createPortal(
    <div className={styles.slips} aria-hidden>
      {links.map((link) => (
        <section key={link.code}>
          <p>
            <b>{t("slipTitle")}</b>
          </p>
          <p>
            {link.name} – {link.email}
          </p>
          <p>{t("slipLead")}</p>
          <p className={styles.address}>{addressOf(link)}</p>
          <p>{t("linkExpires", { at: expiryOf(link) })}</p>
        </section>
      ))}
    </div>,
    document.body,
  );

function LinkEntry({ link }: { link: OneTimeLink }) {
  return (
    <li>
      <Text size="sm" fw={600}>
        {link.name} – {link.email}
      </Text>
      <p className={styles.address}>{addressOf(link)}</p>
      <Group gap="sm">
        <CopyButton value={addressOf(link)}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              onClick={copy}
              aria-label={`${t("copyLink")}: ${link.name}`}
            >
              {t(copied ? "copied" : "copyLink")}
            </Button>
          )}
        </CopyButton>
        <Text size="sm" className="soft">
          {t("linkExpires", { at: expiryOf(link) })}
        </Text>
      </Group>
    </li>
  );
}

const saveLinks = (links: readonly OneTimeLink[]) =>
  downloadCsv("lien-ket-mot-lan.csv", [
    [t("personName"), t("email"), t("oneTimeLink"), t("linkUntil")],
    ...links.map((link) => [link.name, link.email, addressOf(link), expiryOf(link)]),
  ]);

interface OneTimeLinksProps {
  links: readonly OneTimeLink[];
  opened: boolean;
  onClose: () => void;
}

/** Shows links this once, to copy, print or keep: only their hashes are stored. */
export function OneTimeLinks({ links, opened, onClose }: OneTimeLinksProps) {
  return (
    <Modal
      {...{ opened, onClose }}
      title={t("oneTimeLink")}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack gap="sm">
        <Alert color="yellow" variant="light">
          {t("linkOnce")}
        </Alert>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <ul className={styles.list} aria-label={t("oneTimeLink")} tabIndex={0}>
          {links.map((link) => (
            <LinkEntry key={link.code} link={link} />
          ))}
        </ul>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => saveLinks(links)}>
            {t("downloadCsv")}
          </Button>
          <Button variant="default" onClick={() => print()}>
            {t("printSlips")}
          </Button>
          <Button onClick={onClose}>{t("close")}</Button>
        </Group>
      </Stack>
      {opened && <Slips links={links} />}
    </Modal>
  );
}
