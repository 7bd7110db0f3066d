//! Any bytes are refused with a reason, or give crates that are sound.
#![no_main]

#[path = "../../tests/hostile/exercise.rs"]
mod exercise;
#[path = "../../tests/hostile/rustdoc.rs"]
mod rustdoc;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = exercise::exercise(bytes);
});
