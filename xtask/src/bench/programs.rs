//! A program that makes two calls of one module: through the SDK, by hand, and through stock progenitor's output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::measure::{Cost, median, run};
use super::modules::{prepare, touch};
use super::plan::Plan;
use crate::workspace;

/// The module whose operations the programs call.
const MODULE: &str = "iacm";

/// The program that takes another cryptography than the default.
const RING: [&str; 3] = ["--no-default-features", "--features", "rustls-ring"];

/// How often a program is built again after a change.
const REBUILDS: usize = 5;

/// The section of the report.
pub(super) fn report(plan: &Plan) -> Result<String, String> {
    let target = workspace::root().join("target/bench/built");
    let benches = benches()?;
    let ours = benches.join("programs/ours/src/main.rs");
    let by_hand = benches.join("programs/by-hand/src/main.rs");
    let mut programs = vec![
        Program { name: "ours", package: "program-ours", root: benches.clone(), main: ours.clone(), flags: &[] },
        Program { name: "ours, with ring", package: "program-ours", root: benches.clone(), main: ours, flags: &RING },
        Program { name: "by hand", package: "program-by-hand", root: benches, main: by_hand, flags: &[] },
    ];
    if plan.stock.iter().any(|module| module == MODULE) {
        let peer = workspace::root().join("target/bench/stock-program");
        prepare(&peer, &[MODULE.to_owned()])?;
        let main = stock_program(&peer)?;
        programs.push(Program { name: "stock progenitor", package: "program-stock", root: peer, main, flags: &[] });
    }
    let mut text = format!(
        "Two operations of the module `{MODULE}`, with HTTP/2, gzip and rustls over AWS-LC, but where ring is named. Clean builds include all \
         dependencies, one run; a rebuild follows a change of the program alone, incremental, median of {REBUILDS}; the size is that of \
         the release build, stripped. A ratio is ours by the peer's, of the CPU of the debug build.\n\n\
         | program | crates | debug, CPU s | ours / peer | wall s | rebuild, CPU s | wall s | release, CPU s | stripped, MiB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    );
    let mut ours = 0.0;
    for program in &programs {
        let built = program.measure(&target)?;
        if ours == 0.0 {
            ours = built.debug.cpu;
        }
        let row = built.row(program.name, ours);
        // The builds take minutes: what is known is shown at once.
        eprint!("{row}");
        text.push_str(&row);
    }
    Ok(text)
}

/// The workspace of the programs, with the versions of this one.
pub(super) fn benches() -> Result<PathBuf, String> {
    let benches = workspace::root().join("benches");
    let (from, to) = (workspace::root().join("Cargo.lock"), benches.join("Cargo.lock"));
    fs::copy(&from, &to).map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(benches)
}

/// One program and how it is built.
struct Program {
    name: &'static str,
    package: &'static str,
    root: PathBuf,
    main: PathBuf,
    flags: &'static [&'static str],
}

/// What one program cost.
struct Built {
    crates: usize,
    debug: Cost,
    rebuilds: Vec<Cost>,
    release: Cost,
    bytes: u64,
}

impl Built {
    fn row(&self, name: &str, ours: f64) -> String {
        let rebuild = |read: fn(&Cost) -> f64| median(self.rebuilds.iter().map(read).collect());
        format!(
            "| {name} | {} | {:.1} | {:.2} | {:.1} | {:.2} | {:.2} | {:.1} | {:.2} |\n",
            self.crates,
            self.debug.cpu,
            ours / self.debug.cpu,
            self.debug.wall,
            rebuild(|cost| cost.cpu),
            rebuild(|cost| cost.wall),
            self.release.cpu,
            self.bytes as f64 / f64::from(1 << 20),
        )
    }
}

impl Program {
    fn measure(&self, target: &Path) -> Result<Built, String> {
        let target = target.join(self.name.replace([',', ' '], "-"));
        workspace::clear(&target)?;
        // What is not here yet is downloaded before anything is measured.
        run(Command::new(env!("CARGO")).arg("fetch").current_dir(&self.root), None)?.or_fail("cargo fetch")?;
        let cargo = |arguments: &[&str], folder: &str| -> Result<Cost, String> {
            let mut command = Command::new(env!("CARGO"));
            command.args(arguments).args(["--package", self.package]).args(self.flags).current_dir(&self.root);
            let folder = target.join(folder);
            let command = command.env("CARGO_TARGET_DIR", folder).env("CARGO_PROFILE_RELEASE_STRIP", "true");
            run(command, None)?.or_fail(self.name)
        };
        let debug = cargo(&["build"], "debug")?;
        let crates = debug.stderr.lines().filter(|line| line.trim_start().starts_with("Compiling")).count();
        let mut rebuilds = Vec::new();
        for _ in 0..REBUILDS {
            touch(&self.main)?;
            rebuilds.push(cargo(&["build"], "debug")?);
        }
        let release = cargo(&["build", "--release"], "release")?;
        let binary = target.join("release/release").join(self.package);
        let bytes = fs::metadata(&binary).map_err(|error| format!("{}: {error}", binary.display()))?.len();
        Ok(Built { crates, debug, rebuilds, release, bytes })
    }
}

/// The program on stock progenitor's output, beside the module's crate.
fn stock_program(peer: &Path) -> Result<PathBuf, String> {
    let source = peer.join("program/src");
    fs::create_dir_all(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    let write =
        |path: PathBuf, text: &str| fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()));
    write(peer.join("program/Cargo.toml"), STOCK_MANIFEST)?;
    write(source.join("main.rs"), STOCK_PROGRAM)?;
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{MODULE}\", \"program\"]\n");
    write(peer.join("Cargo.toml"), &workspace)?;
    Ok(source.join("main.rs"))
}

const STOCK_MANIFEST: &str = "[package]
name = \"program-stock\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"gzip\", \"rustls\"] }
stock-iacm = { path = \"../iacm\" }
tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }
";

const STOCK_PROGRAM: &str = r#"//! The two operations through stock progenitor's output.

use reqwest::header::{HeaderMap, HeaderValue};
use stock_iacm::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|error| format!("{name}: {error}"));
    let (key, account) = (variable("HARNESS_API_KEY")?, variable("HARNESS_ACCOUNT_ID")?);
    let (org, project) = (variable("HARNESS_ORG")?, variable("HARNESS_PROJECT")?);
    let mut headers = HeaderMap::new();
    headers.insert("x-api-key", HeaderValue::from_str(&key)?);
    headers.insert("harness-account", HeaderValue::from_str(&account)?);
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    let client = Client::new_with_client("https://app.harness.io", http);
    let call = client.workspaces_create_workspace().org(&org).project(&project).harness_account(&account);
    let call = call.body_map(|body| {
        body.identifier("network").name("Network").provider_connector("account.aws").provisioner("opentofu")
    });
    call.send().await?;
    let call = client.workspaces_list_workspaces().org(&org).project(&project).harness_account(&account).limit(100);
    for workspace in call.send().await?.into_inner().iter() {
        println!("{} {:?}", workspace.identifier, workspace.description);
    }
    Ok(())
}
"#;
