//! A progress bar on a terminal, nothing elsewhere.

use std::sync::Mutex;

use harness_sdk_codegen::Stage;
use indicatif::{ProgressBar, ProgressStyle};

/// Shows what the generator is doing.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: Mutex<ProgressBar>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Self { bar: Mutex::new(bar) }
    }

    pub(crate) fn show(&self, stage: Stage) {
        let Ok(mut bar) = self.bar.lock() else { return };
        match stage {
            Stage::Step(text) => bar.set_message(text),
            Stage::Modules(count) => {
                bar.finish_and_clear();
                *bar = ProgressBar::new(count as u64);
                if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} modules  {msg}") {
                    bar.set_style(style);
                }
            }
            Stage::Done(module) => {
                bar.set_message(module);
                bar.inc(1);
            }
        }
    }

    pub(crate) fn clear(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}
