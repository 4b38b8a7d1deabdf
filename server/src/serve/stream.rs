//! A connection that does not wait for a slow reader for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Ends with an error when what was written is not taken in time.
///
/// The time runs from the first write that the reader leaves waiting to the moment at which all that was written
/// is gone. So a reader who takes a byte now and then gains nothing by it.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Made when it is first needed: most readers are fast.
    overdue: Option<Pin<Box<Sleep>>>,
    waits: bool,
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            overdue: None,
            waits: false,
        }
    }

    /// Starts the time, or fails when it is over.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let until = Instant::now() + self.patience;
        let overdue = self
            .overdue
            .get_or_insert_with(|| Box::pin(sleep(self.patience)));
        if !self.waits {
            self.waits = true;
            overdue.as_mut().reset(until);
        }
        ready!(overdue.as_mut().poll(context));
        Poll::Ready(io::Error::from(io::ErrorKind::TimedOut))
    }

    fn written<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if (written.is_pending() || self.waits)
            && let Poll::Ready(error) = self.wait(context)
        {
            return Poll::Ready(Err(error));
        }
        written
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.written(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called once all that waited is written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() {
            self.waits = false;
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::io::ErrorKind;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::sleep;

    use super::Patient;

    /// By a clock that goes on when nothing else does: how busy the machine is does not matter.
    const PATIENCE: Duration = Duration::from_millis(60);

    #[tokio::test(start_paused = true)]
    async fn who_takes_all_in_time_may_take_long_in_all() {
        let (near, mut far) = duplex(16);
        let mut stream = Patient::new(near, PATIENCE);
        let reader = tokio::spawn(async move {
            let mut all = Vec::new();
            let mut part = [0; 16];
            while let Ok(read @ 1..) = far.read(&mut part).await {
                all.extend_from_slice(&part[..read]);
                sleep(Duration::from_millis(10)).await;
            }
            all
        });
        for _ in 0..10 {
            stream.write_all(&[7; 32]).await.unwrap();
            stream.flush().await.unwrap();
        }
        drop(stream);
        assert_eq!(reader.await.unwrap(), [7; 320]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_a_byte_now_and_then_is_cut_off() {
        let (near, mut far) = duplex(16);
        let mut stream = Patient::new(near, PATIENCE);
        let reader = tokio::spawn(async move {
            while far.read_u8().await.is_ok() {
                sleep(Duration::from_millis(5)).await;
            }
        });
        let error = stream.write_all(&[7; 4_096]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        drop(stream);
        reader.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_cut_off() {
        let (near, _far) = duplex(16);
        let mut stream = Patient::new(near, PATIENCE);
        let error = stream.write_all(&[7; 32]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
}
