//! Secrets.

use harness_sdk_connectors::types::*;

use super::{map, written};

fn secret(identifier: &str, name: &str, spec: impl Into<SecretSpec>) -> SecretRequestWrapper {
    SecretRequestWrapper::new().secret(Secret::new().identifier(identifier).name(name).spec(spec))
}

fn ssh(spec: impl Into<SshCredentialSpec>) -> SecretRequestWrapper {
    let auth = SshAuth::new().spec(SshConfig::new().spec(spec));
    secret("ssh", "Ssh", SshKeySpec::new().port(22).auth(auth))
}

fn kerberos(spec: impl Into<TgtGenerationSpec>) -> SecretRequestWrapper {
    let auth = SshAuth::new().spec(KerberosConfig::new().principal("me").realm("EXAMPLE.COM").spec(spec));
    secret("ssh", "Ssh", SshKeySpec::new().port(22).auth(auth))
}

fn text(value: &str) -> SecretTextSpec {
    SecretTextSpec::new()
        .secret_manager_identifier("harnessSecretManager")
        .value_type(SecretTextSpecValueType::Inline)
        .value(value)
}

written! {
    secret_text "a secret text with its value" => SecretRequestWrapper::new().secret(Secret::new().identifier("token").name("Token")
        .description("a token").tags(map([("team", "web")])).spec(text("s3cret")));
    text_elsewhere "a secret text that names one elsewhere" => SecretRequestWrapper::new().secret(Secret::new()
        .identifier("vaulted").name("Vaulted").org_identifier("default").project_identifier("shop")
        .spec(SecretTextSpec::new().secret_manager_identifier("org.vault").value_type(SecretTextSpecValueType::Reference)
            .value("secret/shop#token")));
    key_by_reference "an SSH key by reference" => ssh(SshKeyReferenceCredential::new().user_name("git").key("account.key")
        .encrypted_passphrase("account.phrase"));
    key_by_path "an SSH key by path" => ssh(SshKeyPathCredential::new().user_name("git").key_path("/keys/git"));
    ssh_password "an SSH password" => ssh(SshPasswordCredential::new().user_name("git").password("account.password"));
    kerberos_password "SSH by Kerberos with a password" => kerberos(TgtPasswordSpec::new().password("account.password"));
    kerberos_table "SSH by Kerberos with a key table" => kerberos(TgtKeyTabFilePathSpec::new().key_path("/keys/me.keytab"));
    ntlm "WinRM by NTLM" => secret("win", "Win", WinRmCredentialsSpec::new().port(5986).auth(WinRmAuth::new().spec(
        NtlmConfig::new().domain("example.com").username("me").password("account.password").use_ssl(true)
            .skip_cert_checks(false).use_no_profile(true))));
    no_tags "a secret's value is changed, and false is sent" => SecretRequestWrapper::new().secret(Secret::new()
        .identifier("token").name("Token").org_identifier("default").project_identifier("shop").tags(map([])).spec(text("n3w")));
}
