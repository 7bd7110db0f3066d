//! Any text becomes documentation that rustdoc takes as it is.
#![no_main]

#[path = "../../tests/hostile/rustdoc.rs"]
mod rustdoc;

use harness_sdk_codegen::emit::docs;

libfuzzer_sys::fuzz_target!(|text: String| {
    rustdoc::check(&docs::clean(&text));
    let mut file = String::new();
    docs::lines(&mut file, "", &docs::blocks(&[text]));
    rustdoc::check_file(&file);
});
