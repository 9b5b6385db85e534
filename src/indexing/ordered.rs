//! Work on all cores, in bounded memory, results in the order of the jobs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::error::{Error, Result};

/// Jobs that may be under way at once, a thread: enough that a slow one holds nobody up for long,
/// few enough that memory stays small.
const AHEAD: usize = 16;

/// Does every job on one of `threads` threads and hands each with its result to `take`, in the order
/// of the jobs. The jobs are drawn from a thread of their own, never further ahead of the last result
/// taken than a window; each working thread has a state of its own.
///
/// # Errors
/// Those of `take`, or [`Error::Interrupted`] once `stop` is set.
pub(super) fn ordered<J: Send, S, R: Send>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &J) -> R + Sync,
    stop: &AtomicBool,
    mut take: impl FnMut(J, R) -> Result<()>,
) -> Result<()> {
    let window = threads * AHEAD;
    let (seats, seat) = bounded::<()>(window);
    let (given, queue) = bounded::<(usize, J)>(window);
    let (done, results) = bounded::<(usize, J, R)>(window);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for job in jobs.enumerate() {
                // An error means that nobody waits for results any more.
                if seats.send(()).is_err() || given.send(job).is_err() {
                    return;
                }
            }
        });
        for _ in 0..threads {
            let (queue, done, state, work) = (queue.clone(), done.clone(), &state, &work);
            scope.spawn(move || work_off(&queue, &done, state(), work));
        }
        drop((queue, done));
        let outcome = in_order(&seat, &results, stop, &mut take);
        // Threads that wait to hand over what nobody takes must not wait for ever.
        drop((seat, results));
        outcome
    })
}

fn work_off<J, S, R>(
    queue: &Receiver<(usize, J)>,
    done: &Sender<(usize, J, R)>,
    mut state: S,
    work: &impl Fn(&mut S, &J) -> R,
) {
    for (number, job) in queue {
        let result = work(&mut state, &job);
        if done.send((number, job, result)).is_err() {
            return;
        }
    }
}

/// Takes results in order until there are no more; each gives back the seat of its job.
fn in_order<J, R>(
    seat: &Receiver<()>,
    results: &Receiver<(usize, J, R)>,
    stop: &AtomicBool,
    take: &mut impl FnMut(J, R) -> Result<()>,
) -> Result<()> {
    let mut taken = 0;
    let mut early: BTreeMap<usize, (J, R)> = BTreeMap::new();
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        match results.recv_timeout(Duration::from_millis(100)) {
            Ok((number, job, result)) => {
                early.insert(number, (job, result));
            }
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) if early.is_empty() => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::Bug("the reading threads ended early".to_owned()));
            }
        }
        while let Some((job, result)) = early.remove(&taken) {
            take(job, result)?;
            taken += 1;
            let _ = seat.try_recv();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [1, 3] {
            let mut taken = Vec::new();
            let work = |(): &mut (), number: &u64| {
                if number.is_multiple_of(7) {
                    std::thread::sleep(Duration::from_millis(2));
                }
                number * 2
            };
            let stop = AtomicBool::new(false);
            ordered(
                threads,
                0..500u64,
                || (),
                work,
                &stop,
                |job, result| {
                    taken.push((job, result));
                    Ok(())
                },
            )
            .expect("all done");
            let expected: Vec<(u64, u64)> = (0..500).map(|number| (number, number * 2)).collect();
            assert_eq!(taken, expected);
        }
    }

    #[test]
    fn a_failure_ends_it_however_many_jobs_there_are() {
        let stop = AtomicBool::new(false);
        let end = ordered(
            2,
            0..u64::MAX,
            || (),
            |(), _| (),
            &stop,
            |job, ()| {
                if job == 100 {
                    return Err(Error::Interrupted);
                }
                Ok(())
            },
        );
        assert!(matches!(end, Err(Error::Interrupted)));
    }
}
