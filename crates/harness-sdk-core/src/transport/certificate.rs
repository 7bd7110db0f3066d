//! Certificates to trust, and one of the client's own.

use std::fmt;

use crate::config::{ConfigError, ConfigProblem};

/// A certificate to trust, such as that of an authority of one's own.
#[derive(Clone)]
pub struct Certificate(reqwest::Certificate);

impl Certificate {
    /// Reads one certificate in the text form, between `-----BEGIN CERTIFICATE-----` and its end.
    ///
    /// # Errors
    /// When there is no certificate in it.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Certificate, ConfigError> {
        let mut all = Certificate::bundle_from_pem(pem)?;
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(only),
            _ => Err(fault("the PEM text holds more than one certificate; read it with bundle_from_pem(..)")),
        }
    }

    /// Reads all certificates of a text.
    ///
    /// # Errors
    /// When there is no certificate in it.
    pub fn bundle_from_pem(pem: impl AsRef<[u8]>) -> Result<Vec<Certificate>, ConfigError> {
        let read = reqwest::Certificate::from_pem_bundle(pem.as_ref()).map_err(|_| unreadable())?;
        let all: Vec<Certificate> = read.into_iter().map(Certificate).collect();
        if all.is_empty() { Err(unreadable()) } else { Ok(all) }
    }

    /// Takes a certificate in the binary form.
    ///
    /// # Errors
    /// When the implementation of TLS cannot read it, which some find out no sooner than when the client is built.
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Certificate, ConfigError> {
        reqwest::Certificate::from_der(der.as_ref()).map(Certificate).map_err(|_| unreadable())
    }

    pub(super) fn into_reqwest(self) -> reqwest::Certificate {
        self.0
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate")
    }
}

/// The client's own certificate with its private key, which does not show in `Debug`.
#[derive(Clone)]
pub struct Identity(reqwest::Identity);

impl Identity {
    /// Reads a certificate, those of the authorities between it and the root, and the private key (PKCS#8), all in one PEM
    /// text.
    ///
    /// # Errors
    /// When a part is missing or cannot be read.
    #[cfg(any(feature = "rustls", feature = "rustls-ring"))]
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Identity, ConfigError> {
        let wanted =
            "the client's own certificate cannot be read: give its PEM text and that of its private key in one";
        reqwest::Identity::from_pem(pem.as_ref()).map(Identity).map_err(|_| fault(wanted))
    }

    /// Reads a certificate with those between it and the root, and its private key, each a PEM text.
    ///
    /// # Errors
    /// When a part cannot be read.
    #[cfg(feature = "native-tls")]
    pub fn from_pkcs8_pem(certificates: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Result<Identity, ConfigError> {
        let wanted = "the client's own certificate or its private key (PKCS#8) cannot be read";
        reqwest::Identity::from_pkcs8_pem(certificates.as_ref(), key.as_ref()).map(Identity).map_err(|_| fault(wanted))
    }

    pub(super) fn into_reqwest(self) -> reqwest::Identity {
        self.0
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2.
    V1_2,
    /// TLS 1.3.
    V1_3,
}

impl TlsVersion {
    pub(super) fn to_reqwest(self) -> reqwest::tls::Version {
        match self {
            TlsVersion::V1_2 => reqwest::tls::Version::TLS_1_2,
            TlsVersion::V1_3 => reqwest::tls::Version::TLS_1_3,
        }
    }
}

fn unreadable() -> ConfigError {
    fault(
        "the certificate cannot be read: give the text between -----BEGIN CERTIFICATE----- and its end, those lines too",
    )
}

fn fault(text: &'static str) -> ConfigError {
    ConfigError::new(vec![ConfigProblem::missing(text)])
}
