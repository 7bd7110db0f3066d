//! Uploads from disk: secrets that are files, and files of the file store. They are streamed, whatever their size.

use harness_sdk_connectors::types::{File, SecretResponse};
use harness_sdk_core::model::{JsonObject, Value};
use harness_sdk_core::{Error, FilePart};
use serde_json::json;

use crate::Client;

/// A file that is kept as a secret.
///
/// ```no_run
/// # #[cfg(feature = "connectors")]
/// # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
/// use harness_sdk::{FilePart, files::SecretFile};
///
/// let key = SecretFile::new("deploy_key", FilePart::path("/run/keys/deploy.pem")).name("Deploy key");
/// harness.project("default", "shop").upload_secret_file(key).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SecretFile {
    id: String,
    name: Option<String>,
    description: Option<String>,
    manager: String,
    file: FilePart,
}

impl SecretFile {
    /// A secret of that identifier, kept by the built-in secret manager.
    pub fn new(identifier: impl Into<String>, file: impl Into<FilePart>) -> SecretFile {
        let manager = "harnessSecretManager".to_owned();
        SecretFile { id: identifier.into(), name: None, description: None, manager, file: file.into() }
    }

    /// The name; the identifier unless given.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> SecretFile {
        self.name = Some(name.into());
        self
    }

    /// A description for people.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> SecretFile {
        self.description = Some(text.into());
        self
    }

    /// The secret manager that keeps it, by its connector's reference.
    #[must_use]
    pub fn manager(mut self, reference: impl Into<String>) -> SecretFile {
        self.manager = reference.into();
        self
    }

    /// The field that describes the secret beside the file. The scope stands in it, too.
    fn spec(&self, client: &Client) -> String {
        let scope = client.context().scope();
        let mut secret = JsonObject::new();
        secret.insert("type".to_owned(), "SecretFile".into());
        secret.insert("identifier".to_owned(), self.id.as_str().into());
        secret.insert("name".to_owned(), self.name.as_deref().unwrap_or(&self.id).into());
        secret.insert("spec".to_owned(), json!({ "secretManagerIdentifier": self.manager }));
        let optional = [
            ("description", self.description.as_deref()),
            ("orgIdentifier", scope.org_id()),
            ("projectIdentifier", scope.project_id()),
        ];
        secret.extend(optional.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::from(text?)))));
        json!({ "secret": secret }).to_string()
    }
}

/// A file of the file store.
#[derive(Clone, Debug)]
pub struct StoredFile {
    id: String,
    name: Option<String>,
    folder: String,
    usage: Option<String>,
    media_type: Option<String>,
    file: FilePart,
}

impl StoredFile {
    /// A file of that identifier, in the top folder.
    pub fn new(identifier: impl Into<String>, file: impl Into<FilePart>) -> StoredFile {
        let folder = "Root".to_owned();
        StoredFile { id: identifier.into(), name: None, folder, usage: None, media_type: None, file: file.into() }
    }

    /// The name; the identifier unless given.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> StoredFile {
        self.name = Some(name.into());
        self
    }

    /// The folder it lies in, by the folder's identifier.
    #[must_use]
    pub fn folder(mut self, identifier: impl Into<String>) -> StoredFile {
        self.folder = identifier.into();
        self
    }

    /// What it is for, such as `MANIFEST_FILE`, `CONFIG` or `SCRIPT`.
    #[must_use]
    pub fn usage(mut self, usage: impl Into<String>) -> StoredFile {
        self.usage = Some(usage.into());
        self
    }

    /// Its media type, such as `application/yaml`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> StoredFile {
        self.media_type = Some(media_type.into());
        self
    }
}

/// Sets the fields that the create and the update of a stored file share.
macro_rules! with_fields {
    ($call:expr, $file:expr) => {{
        let StoredFile { id, name, folder, usage, media_type, file } = $file;
        let mut call = $call.name(name.unwrap_or_else(|| id.clone())).r#type("FILE").parent_identifier(folder);
        if let Some(usage) = usage {
            call = call.file_usage(usage);
        }
        if let Some(media_type) = media_type {
            call = call.mime_type(media_type);
        }
        call.content(file)
    }};
}

impl Client {
    /// Keeps a file as a secret: makes the secret, or replaces its file when it is there. Needs the feature `connectors`.
    ///
    /// # Errors
    /// As any call, and when the file cannot be read.
    pub async fn upload_secret_file(&self, secret: SecretFile) -> Result<SecretResponse, Error> {
        let client = self.connectors();
        let spec = secret.spec(self);
        let answer = match client.get_secret_v2().identifier(&*secret.id).send().await {
            Ok(_) => client.update_secret_file_v2().identifier(&*secret.id).spec(spec).file(secret.file).send().await?,
            Err(error) if error.is_not_found() => {
                client.create_secret_file_v2().spec(spec).file(secret.file).send().await?
            }
            Err(error) => return Err(error),
        };
        Ok(answer.into_inner().data.unwrap_or_default())
    }

    /// Puts a file into the file store: makes it, or replaces it when it is there. Needs the feature `connectors`.
    ///
    /// # Errors
    /// As any call, and when the file cannot be read.
    pub async fn upload_file(&self, file: StoredFile) -> Result<File, Error> {
        let client = self.connectors();
        let answer = match client.get_file().identifier(&*file.id).send().await {
            Ok(_) => {
                let call = client.update_file().identifier(&*file.id);
                with_fields!(call, file).send().await?
            }
            Err(error) if error.is_not_found() => {
                let call = client.create_file().identifier(&*file.id);
                with_fields!(call, file).send().await?
            }
            Err(error) => return Err(error),
        };
        Ok(answer.into_inner().data.unwrap_or_default())
    }
}
