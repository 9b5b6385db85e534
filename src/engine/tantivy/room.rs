//! Memory that documents on their way into the index may take.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Room for so many bytes of documents; who wants to put in more waits until others are written.
#[derive(Debug)]
pub(super) struct Room {
    /// In bytes.
    size: usize,
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Room {
    /// Room for `size` bytes.
    pub(super) fn of(size: usize) -> Arc<Self> {
        Arc::new(Room {
            size,
            taken: Mutex::new(0),
            freed: Condvar::new(),
        })
    }

    /// Waits for room for `bytes`. What is larger than the whole room waits until it is empty.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + bytes > self.size {
            taken = self
                .freed
                .wait(taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Share {
            room: Arc::clone(self),
            bytes,
        }
    }
}

/// Room that is taken until this is dropped.
#[derive(Debug)]
pub(super) struct Share {
    room: Arc<Room>,
    bytes: usize,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self
            .room
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *taken -= self.bytes;
        self.room.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn what_finds_no_room_waits_for_it() {
        let room = Room::of(10);
        let first = room.take(7);
        let (sent, received) = mpsc::channel();
        std::thread::scope(|scope| {
            let waiting = Arc::clone(&room);
            scope.spawn(move || {
                let share = waiting.take(4);
                sent.send(share.bytes).expect("the test listens");
            });
            assert!(received.try_recv().is_err());
            drop(first);
            assert_eq!(received.recv(), Ok(4));
        });
        // More than there will ever be is let in alone.
        let large = room.take(100);
        assert_eq!(large.bytes, 100);
    }
}
