use std::fmt::Write as _;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any command of a test takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a command said, with assertions that show it when they fail.
#[derive(Debug)]
pub struct Output {
    command: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Output {
    /// Runs the command to its end; a command that hangs is killed and fails the test.
    pub fn of(mut command: Command) -> Output {
        let shown = format!("{command:?}");
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {shown}: {e}"));
        let stdout = drain(child.stdout.take().expect("a pipe"));
        let stderr = drain(child.stderr.take().expect("a pipe"));
        let status = wait(&mut child, PATIENCE);
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let took = began.elapsed();
        let output = Output {
            command: shown,
            code: status.and_then(|s| s.code()),
            stdout: stdout.join().expect("a reader"),
            stderr: stderr.join().expect("a reader"),
            took,
        };
        assert!(status.is_some(), "still running after {PATIENCE:?}, killed\n{}", output.told());
        output
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "wrong exit code\n{}", self.told());
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.exits(0)
    }

    /// The text stands somewhere in what it said.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        let said = self.stdout.contains(text) || self.stderr.contains(text);
        assert!(said, "does not say {text:?}\n{}", self.told());
        self
    }

    #[track_caller]
    pub fn never_says(self, text: &str) -> Self {
        let said = self.stdout.contains(text) || self.stderr.contains(text);
        assert!(!said, "says {text:?}\n{}", self.told());
        self
    }

    /// Every line of standard output as JSON.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|e| panic!("not JSON ({e}): {line}\n{}", self.told()))
            })
            .collect()
    }

    pub fn told(&self) -> String {
        let mut out = format!("$ {}\nexit {:?} after {:?}\n", self.command, self.code, self.took);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            writeln!(out, "--- {name}\n{text}").expect("into memory");
        }
        out
    }
}

fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// `None` where it still runs when the time is up.
pub fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let until = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            return Some(status);
        }
        if Instant::now() >= until {
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
}
