//! A limit to the memory of documents that wait to be written: tantivy's own queue is bounded by
//! 10,000 reports, not by bytes.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be in use at once.
#[derive(Debug)]
pub(super) struct MemoryBudget {
    bytes: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

impl MemoryBudget {
    pub(super) fn new(bytes: usize) -> Arc<Self> {
        Arc::new(MemoryBudget {
            bytes,
            used: Mutex::new(0),
            freed: Condvar::new(),
        })
    }

    /// Waits until `bytes` are free. More than the whole budget waits until nothing is in use.
    pub(super) fn acquire(self: &Arc<Self>, bytes: usize) -> Permit {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + bytes > self.bytes {
            used = self
                .freed
                .wait(used)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *used += bytes;
        Permit {
            budget: Arc::clone(self),
            bytes,
        }
    }
}

/// Bytes in use until this is dropped.
#[derive(Debug)]
pub(super) struct Permit {
    budget: Arc<MemoryBudget>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let used = self.budget.used.lock();
        *used.unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_full_budget_makes_wait() {
        let budget = MemoryBudget::new(10);
        let first = budget.acquire(7);
        let (sent, received) = mpsc::channel();
        std::thread::scope(|scope| {
            let waiting = Arc::clone(&budget);
            scope.spawn(move || {
                let permit = waiting.acquire(4);
                sent.send(permit.bytes).expect("the test listens");
            });
            assert!(received.try_recv().is_err());
            drop(first);
            assert_eq!(received.recv(), Ok(4));
        });
        // More than the budget is let in alone.
        let large = budget.acquire(100);
        assert_eq!(large.bytes, 100);
    }
}
