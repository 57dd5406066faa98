//! A sign of life for work that takes long: a line on standard error that is gone when the work is
//! done. Nothing is shown unless standard error is a terminal, nor in the first second.

use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may last without a sign.
const PATIENCE: Duration = Duration::from_secs(1);

/// The sign, from now until it is dropped.
pub struct Progress {
    bar: ProgressBar,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

/// While there is no telling how long it takes.
const SPINNER: &str = "{spinner} {msg} {elapsed}";
/// While there is.
const BAR: &str = "{spinner} {msg} {wide_bar} {pos}/{len}";

impl Progress {
    /// Begins to wait; `doing` says what is being done: `reading site`.
    pub fn start(doing: String) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_message(doing);
        set_style(&bar, SPINNER);
        let waiting = std::io::stderr().is_terminal().then(|| {
            let (done, wait) = mpsc::channel();
            let bar = bar.clone();
            let thread = std::thread::spawn(move || {
                if let Err(RecvTimeoutError::Timeout) = wait.recv_timeout(PATIENCE) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(100));
                }
            });
            (done, thread)
        });
        Progress { bar, waiting }
    }

    /// Says how far the work is.
    pub fn at(&self, done: usize, of: usize) {
        if self.waiting.is_some() {
            if self.bar.length() != Some(of as u64) {
                self.bar.set_length(of as u64);
                set_style(&self.bar, BAR);
            }
            self.bar.set_position(done as u64);
        }
    }
}

fn set_style(bar: &ProgressBar, template: &str) {
    // The templates are ours, so they are right; a wrong one leaves the style as it was.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.waiting.take() {
            drop(done);
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}
