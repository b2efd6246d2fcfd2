//! The one writer: a thread that owns the connection, fed by a queue.
//!
//! Polls that finish together share a commit: each is a savepoint of its own, so each stays atomic,
//! and one `fsync` serves them all.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::error::{ArchiveError, OpenError};
use super::read::Reader;
use super::record::{Finished, Recorded, record};
use super::spent::{Spent, Step};
use super::{open, search, stories};

/// Finished polls that wait for the writer; more, and the polls wait.
const QUEUE: usize = 256;
/// Polls in one commit.
const BATCH: usize = 64;

type Reply<T> = oneshot::Sender<Result<T, ArchiveError>>;
type Work = Box<dyn FnOnce(&mut Connection) + Send>;

enum Job {
    Record(Box<Finished>, Reply<Recorded>),
    Other(Work),
    Close(Reply<()>),
}

/// Counts the writer's turns: a watchdog sees whether it still moves.
#[derive(Debug, Default)]
pub struct Heartbeat {
    turns: AtomicU64,
    busy: AtomicBool,
    stop: AtomicBool,
    spent: Spent,
}

impl Heartbeat {
    /// Turns so far.
    pub fn turns(&self) -> u64 {
        self.turns.load(Ordering::Relaxed)
    }

    /// Is there work in hand? An idle writer makes no turns and is well.
    pub fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed)
    }

    /// Stops waiting for a lock that another program holds: what is in hand fails, and nothing is lost,
    /// since its validators were not saved either.
    pub fn give_up(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What the writer has spent its time on.
    pub fn spent(&self) -> &Spent {
        &self.spent
    }

    fn beat(&self) {
        self.turns.fetch_add(1, Ordering::Relaxed);
    }
}

/// The archive, open for writing. Clones share the one writer.
#[derive(Debug, Clone)]
pub struct Archive {
    path: PathBuf,
    queue: mpsc::Sender<Job>,
    heartbeat: Arc<Heartbeat>,
}

impl Archive {
    /// Opens the archive, makes it where there is none, upgrades an older one.
    ///
    /// # Errors
    /// A file that is not ours, newer than us, empty or damaged is refused and left as it was
    /// ([`OpenError::is_refusal`]).
    pub fn open(path: &Path) -> Result<Archive, OpenError> {
        let db = open::writer(path)?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let heartbeat = Arc::new(Heartbeat::default());
        let beat = Arc::clone(&heartbeat);
        std::thread::Builder::new()
            .name("archive-writer".to_owned())
            .spawn(move || serve(db, jobs, &beat))
            .map_err(|source| OpenError::Io { doing: "start the writer of", path: path.to_owned(), source })?;
        Ok(Archive { path: path.to_owned(), queue, heartbeat })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The writer's pulse.
    pub fn heartbeat(&self) -> &Heartbeat {
        &self.heartbeat
    }

    /// A read-only connection of its own.
    pub fn reader(&self) -> Result<Reader, ArchiveError> {
        Reader::open(&self.path)
    }

    /// Keeps a finished poll: articles, revisions, sightings, validators, next due and the poll itself
    /// are one atomic unit. When this returns, it is on disk.
    pub async fn record(&self, finished: Finished) -> Result<Recorded, ArchiveError> {
        self.ask(|reply| Job::Record(Box::new(finished), reply)).await
    }

    /// Empties the write-ahead log into the database and ends the writer.
    pub async fn close(self) -> Result<(), ArchiveError> {
        self.ask(Job::Close).await
    }

    /// One `BEGIN IMMEDIATE` transaction of another room of the archive.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, ArchiveError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, ArchiveError> + Send + 'static,
    {
        let beat = Arc::clone(&self.heartbeat);
        self.ask(|reply| {
            Job::Other(Box::new(move |db| {
                let done = transaction(db, &beat, work);
                let _ = reply.send(done);
            }))
        })
        .await
    }

    async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, ArchiveError> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(job(reply)).await.map_err(|_| ArchiveError::Closed)?;
        answer.await.map_err(|_| ArchiveError::Closed)?
    }
}

fn serve(mut db: Connection, mut jobs: mpsc::Receiver<Job>, beat: &Heartbeat) {
    // What was taken from the queue and is no poll, and so ends a batch.
    let mut next = None;
    while let Some(job) = next.take().or_else(|| jobs.blocking_recv()) {
        beat.busy.store(true, Ordering::Relaxed);
        match job {
            Job::Record(finished, reply) => {
                let (mut batch, mut replies) = (vec![*finished], vec![reply]);
                while batch.len() < BATCH && next.is_none() {
                    match jobs.try_recv() {
                        Ok(Job::Record(finished, reply)) => {
                            batch.push(*finished);
                            replies.push(reply);
                        }
                        Ok(other) => next = Some(other),
                        Err(_) => break,
                    }
                }
                keep(&db, batch, replies, beat);
            }
            Job::Other(work) => work(&mut db),
            Job::Close(reply) => return close(db, reply),
        }
        beat.busy.store(false, Ordering::Relaxed);
        beat.beat();
    }
}

fn keep(db: &Connection, batch: Vec<Finished>, replies: Vec<Reply<Recorded>>, beat: &Heartbeat) {
    let kept = transaction(db, beat, |db| {
        let kept = batch.into_iter().map(|finished| {
            let kept = savepoint(db, |db| record(db, finished));
            beat.beat();
            kept
        });
        Ok(kept.collect::<Vec<_>>())
    });
    match kept {
        Ok(kept) => replies.into_iter().zip(kept).for_each(|(reply, kept)| {
            let _ = reply.send(kept);
        }),
        Err(e) => refuse(replies.into_iter(), &e),
    }
}

/// Runs the work in a `BEGIN IMMEDIATE` transaction; at its end the articles whose words have changed are
/// placed among the stories and put into the word index. What fails leaves nothing behind.
fn transaction<T>(
    db: &Connection,
    beat: &Heartbeat,
    work: impl FnOnce(&Connection) -> Result<T, ArchiveError>,
) -> Result<T, ArchiveError> {
    begin(db, beat)?;
    let done = beat.spent.time(Step::Keep, || work(db)).and_then(|value| {
        beat.spent.time(Step::Stories, || stories::place_changed(db, || beat.beat()))?;
        beat.spent.time(Step::Words, || search::index(db))?;
        beat.spent.time(Step::Commit, || db.execute_batch("COMMIT"))?;
        Ok(value)
    });
    if done.is_err() {
        // Some failures of a commit have rolled back already.
        let _ = db.execute_batch("ROLLBACK");
    }
    done
}

fn refuse(replies: impl Iterator<Item = Reply<Recorded>>, error: &ArchiveError) {
    for reply in replies {
        let same = match error {
            ArchiveError::Held => ArchiveError::Held,
            ArchiveError::Sqlite(rusqlite::Error::SqliteFailure(code, text)) => {
                ArchiveError::Sqlite(rusqlite::Error::SqliteFailure(*code, text.clone()))
            }
            other => ArchiveError::Sqlite(rusqlite::Error::ToSqlConversionFailure(other.to_string().into())),
        };
        let _ = reply.send(Err(same));
    }
}

fn savepoint<T>(
    db: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, ArchiveError>,
) -> Result<T, ArchiveError> {
    db.execute_batch("SAVEPOINT poll")?;
    match work(db) {
        Ok(value) => {
            db.execute_batch("RELEASE poll")?;
            Ok(value)
        }
        Err(e) => {
            db.execute_batch("ROLLBACK TO poll; RELEASE poll")?;
            Err(e)
        }
    }
}

/// Takes the write lock; waits as long as another program holds it, unless told to give up.
fn begin(db: &Connection, beat: &Heartbeat) -> Result<(), ArchiveError> {
    let began = Instant::now();
    let mut warn_at = Duration::from_secs(5);
    loop {
        match db.execute_batch("BEGIN IMMEDIATE") {
            Ok(()) => return Ok(()),
            Err(e) if ArchiveError::is_busy(&e) => {
                beat.beat();
                if beat.stop.load(Ordering::Relaxed) {
                    return Err(ArchiveError::Held);
                }
                if began.elapsed() > warn_at {
                    tracing::warn!(
                        seconds = began.elapsed().as_secs(),
                        "another program holds the archive's write lock: waiting, nothing is lost"
                    );
                    warn_at *= 2;
                }
            }
            Err(e) => return Err(e.into()),
        }
    }
}

fn close(db: Connection, reply: Reply<()>) {
    // A reader in mid-query keeps some of the log alive: then it stays, and the next opening uses it.
    let emptied = db
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .and_then(|()| db.close().map_err(|(_, e)| e));
    let _ = reply.send(emptied.map_err(ArchiveError::from));
}
