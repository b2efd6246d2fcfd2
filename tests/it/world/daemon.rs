use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::process::wait;

/// A running `clippings run`. Dropped, it is killed.
pub struct Daemon {
    child: Child,
    log: PathBuf,
}

impl Daemon {
    /// What it says goes to the file `log`.
    pub fn start(mut command: Command, log: PathBuf) -> Daemon {
        let file = File::options().create(true).append(true).open(&log).expect("a log file");
        let twin = file.try_clone().expect("a second handle");
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::from(file))
            .stderr(Stdio::from(twin))
            .spawn()
            .expect("the daemon starts");
        Daemon { child, log }
    }

    pub fn log(&self) -> String {
        text(&self.log)
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        // The shell's own: a small system has no other.
        let status = Command::new("sh")
            .args(["-c", &format!("kill -s {name} {}", self.child.id())])
            .status()
            .expect("a shell");
        assert!(status.success(), "kill -s {name} failed");
    }

    /// SIGKILL: no chance to say goodbye.
    pub fn kill(mut self) {
        self.child.kill().expect("a child of ours");
        self.child.wait().expect("a child of ours");
    }

    /// Waits for its end.
    #[track_caller]
    pub fn wait(&mut self, patience: Duration) -> ExitStatus {
        match wait(&mut self.child, patience) {
            Some(status) => status,
            None => panic!("the daemon still runs after {patience:?}\n{}", self.log()),
        }
    }

    /// SIGTERM, then exit 0 within the ten seconds that are promised.
    #[track_caller]
    pub fn stop(mut self) -> Duration {
        let began = Instant::now();
        self.signal("TERM");
        let status = self.wait(Duration::from_secs(10));
        assert_eq!(status.code(), Some(0), "after SIGTERM\n{}", self.log());
        began.elapsed()
    }

    /// Waits until the condition holds, and fails where the daemon ends or time is up before.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut holds: impl FnMut() -> bool) {
        let until = Instant::now() + Duration::from_secs(60);
        while !holds() {
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                panic!("the daemon ended ({status}) before {what}\n{}", self.log());
            }
            assert!(Instant::now() < until, "waited a minute for {what}\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until it has said the text so often, and returns all that it said.
    #[track_caller]
    pub fn until_it_says(&mut self, text: &str, times: usize) -> String {
        let log = self.log.clone();
        self.until(text, || self::text(&log).matches(text).count() >= times);
        self.log()
    }
}

fn text(log: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default()).into_owned()
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
