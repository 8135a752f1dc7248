import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack, TextInput } from "@mantine/core";
import { signInWithEmailAndPassword } from "firebase/auth";
import { type FormEvent, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { t } from "../text/text.ts";
import { ForgottenPassword } from "./ForgottenPassword.tsx";
import { PageHead } from "./PageHead.tsx";

function refusalOf(error: unknown): "unreachable" | "signInFailed" {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "auth/network-request-failed" ? "unreachable" : "signInFailed";
}

export function SignIn() {
  const { auth } = useBackend();
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf> | null>(null);
  const [busy, setBusy] = useState(false);
  const [forgotten, setForgotten] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(null);
    try {
      await signInWithEmailAndPassword(auth, String(form.get("email")).trim(), String(form.get("password")));
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
    }
  };
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper component="form" onSubmit={submit} withBorder p="xl" w="100%" maw={400}>
        <Stack>
          <PageHead title={t("signIn")} lead={t("signInLead")} />
          <TextInput name="email" type="email" label={t("email")} autoComplete="username" required />
          <PasswordInput name="password" label={t("password")} autoComplete="current-password" required />
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {t(refusal)}
            </Alert>
          )}
          <Button type="submit" loading={busy}>
            {t("signIn")}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setForgotten(true)}>
            {t("forgottenPassword")}
          </Anchor>
        </Stack>
      </Paper>
      <ForgottenPassword opened={forgotten} onClose={() => setForgotten(false)} />
    </Center>
  );
}
