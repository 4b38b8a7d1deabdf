//! Answers as they come over a connection: a client that is small, blocks and believes nothing.

use std::io::{self, BufRead, Error, ErrorKind, Read, Write};

/// Longest line of a head that is read.
const LINE: u64 = 64 * 1_024;

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Its head, in lower case.
    pub(crate) head: String,
    /// Bytes of its body.
    pub(crate) bytes: usize,
}

impl Answer {
    /// Whether the connection ends with it.
    pub(crate) fn is_last(&self) -> bool {
        self.head.contains("\nconnection: close")
    }
}

/// Reads one answer to a GET to its end.
pub(crate) fn read_answer(answers: &mut impl BufRead) -> io::Result<Answer> {
    read_into(answers, false, &mut io::sink())
}

/// The same, with its body written to `body`. Where only the head was asked for, there is none, whatever is said of
/// its length.
pub(crate) fn read_into(
    answers: &mut impl BufRead,
    head_alone: bool,
    body: &mut impl Write,
) -> io::Result<Answer> {
    let wrong = |what: &str| Error::new(ErrorKind::InvalidData, what.to_owned());
    let mut line = String::new();
    let next = |answers: &mut dyn BufRead, line: &mut String| {
        line.clear();
        match answers.take(LINE).read_line(line)? {
            0 => Err(Error::from(ErrorKind::UnexpectedEof)),
            _ => Ok(()),
        }
    };
    next(answers, &mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| wrong(line.trim()))?;
    let mut head = line.to_ascii_lowercase();
    let (mut length, mut chunked) = (None, false);
    loop {
        next(answers, &mut line)?;
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line.to_ascii_lowercase());
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok(),
            "transfer-encoding" => chunked = value.trim() == "chunked",
            _ => {}
        }
    }
    let mut bytes = 0;
    if head_alone || matches!(status, 204 | 304) {
    } else if !chunked {
        let length = length.ok_or_else(|| wrong("an answer does not say its length"))?;
        bytes = copy(answers, length, body)?;
    } else {
        loop {
            next(answers, &mut line)?;
            let size = usize::from_str_radix(line.trim(), 16);
            let size = size.map_err(|_| wrong("a chunk does not say its length"))?;
            bytes += copy(answers, size, body)?;
            copy(answers, 2, &mut io::sink())?;
            if size == 0 {
                break;
            }
        }
    }
    Ok(Answer {
        status,
        head,
        bytes,
    })
}

fn copy(answers: &mut impl Read, bytes: usize, to: &mut impl Write) -> io::Result<usize> {
    let mut rest = answers.take(bytes as u64);
    let read = io::copy(&mut rest, to)?;
    match usize::try_from(read) {
        Ok(read) if read == bytes => Ok(read),
        _ => Err(Error::from(ErrorKind::UnexpectedEof)),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{read_answer, read_into};

    #[test]
    fn answers_are_read_to_their_end() {
        let mut three = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 503 Busy\r\ntransfer-encoding: chunked\r\n\r\n\
                       5\r\nhello\r\na\r\n0123456789\r\n0\r\n\r\nHTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
            .as_bytes();
        let mut next = || {
            let answer = read_answer(&mut three).unwrap();
            (answer.status, answer.bytes, answer.is_last())
        };
        assert_eq!(next(), (200, 5, false));
        assert_eq!(next(), (503, 15, false));
        assert_eq!(next(), (304, 0, true));
        assert!(three.is_empty());
    }

    #[test]
    fn bodies_are_kept_where_they_are_wanted_and_heads_have_none() {
        let mut two = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                       5\r\nhello\r\n0\r\n\r\n"
            .as_bytes();
        let mut body = Vec::new();
        assert_eq!(read_into(&mut two, true, &mut body).unwrap().bytes, 0);
        assert_eq!(read_into(&mut two, false, &mut body).unwrap().bytes, 5);
        assert_eq!(body, b"hello");
    }

    #[test]
    fn what_is_no_answer_is_an_error() {
        for text in [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\n",
            "hello\r\n\r\n",
            "",
        ] {
            assert!(read_answer(&mut text.as_bytes()).is_err(), "{text}");
        }
    }
}
