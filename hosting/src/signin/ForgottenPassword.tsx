import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { sendPasswordResetEmail } from "firebase/auth";
import { type FormEvent, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { LanguageButton } from "../shell/LanguageButton.tsx";
import { t } from "../text/text.ts";

const isUnreachable = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "auth/network-request-failed";

/** Sends the mail of a forgotten password. The answer never tells whether the address has an account. */
export function ForgottenPassword({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { auth } = useBackend();
  const [answer, setAnswer] = useState<"sent" | "unreachable" | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => {
    setAnswer(null);
    onClose();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email")).trim();
    setBusy(true);
    const failure = await sendPasswordResetEmail(auth, email).then(
      () => null,
      (error: unknown) => error,
    );
    setAnswer(isUnreachable(failure) ? "unreachable" : "sent");
    setBusy(false);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("forgottenPassword")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{t("forgottenLead")}</Text>
          <TextInput name="email" type="email" label={t("email")} autoComplete="username" required />
          {answer === "sent" && (
            <Alert color="teal" variant="light" role="status">
              {t("forgottenSent")}
            </Alert>
          )}
          {answer === "unreachable" && (
            <Alert color="red" variant="light" role="alert">
              {t("unreachable")}
            </Alert>
          )}
          <Group justify="flex-end">
            <Group flex={1}>
              <LanguageButton />
            </Group>
            <Button variant="default" onClick={close}>
              {t("close")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("sendReset")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
