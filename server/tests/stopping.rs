//! The program itself: how it starts, how it stops under load, and how it says that it cannot start.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
    authority: String,
}

fn folder(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // What an earlier run left is no part of this one.
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("robots.txt"), "User-agent: *\n").unwrap();
    root
}

fn program(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    command
        .env("LEPTOS_OUTPUT_NAME", "headroom")
        .env("LEPTOS_SITE_ROOT", root)
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .current_dir(root);
    command
}

fn start(command: &mut Command) -> Running {
    let mut child = command
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let authority = line.trim().split_once("http://").unwrap().1.to_owned();
    Running {
        child,
        output,
        authority,
    }
}

impl Running {
    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end; gives how long that took.
    fn end(mut self) -> Duration {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return start.elapsed();
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "it does not stop"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// One answer on a connection: its head, or nothing where none came.
fn ask(stream: &mut TcpStream, path: &str) -> Option<String> {
    let asked = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(asked.as_bytes()).ok()?;
    let mut answer = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if answer.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body).ok()?;
    Some(head)
}

#[test]
fn nothing_is_lost_when_it_stops_under_load() {
    let running = start(program(&folder("stopping")).env("HEADROOM_LEAVE_SECONDS", "3"));
    let authority = running.authority.as_str();
    let [answers, lost] = [const { AtomicUsize::new(0) }; 2];
    thread::scope(|scope| {
        for visitor in 0..16 {
            let (answers, lost) = (&answers, &lost);
            scope.spawn(move || {
                let mut stream = TcpStream::connect(authority).unwrap();
                let path = ["/livez", "/robots.txt", "/badge.svg"][visitor % 3];
                // Until it is told to go elsewhere.
                loop {
                    let Some(head) = ask(&mut stream, path) else {
                        lost.fetch_add(1, Ordering::Relaxed);
                        return;
                    };
                    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                    answers.fetch_add(1, Ordering::Relaxed);
                    if head.contains("connection: close") {
                        return;
                    }
                }
            });
        }
        thread::sleep(Duration::from_millis(500));
        running.signal("-TERM");
        // New visitors are served still, and machines hear that none are wanted.
        let told = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(20));
            let mut new = TcpStream::connect(authority).unwrap();
            let ready = ask(&mut new, "/readyz").unwrap();
            ready.starts_with("HTTP/1.1 503") && ready.contains("connection: close")
        });
        assert!(told, "it never says that it stops");
    });
    assert_eq!(lost.load(Ordering::Relaxed), 0);
    assert!(answers.load(Ordering::Relaxed) > 16);
    assert!(running.end() < Duration::from_secs(10));
}

#[test]
fn it_stops_at_once_when_it_is_interrupted() {
    let mut running = start(program(&folder("interrupted")).env("HEADROOM_LEAVE_SECONDS", "60"));
    let mut idle = TcpStream::connect(&running.authority).unwrap();
    assert!(ask(&mut idle, "/livez").is_some());
    running.signal("-INT");
    let mut said = String::new();
    running.output.read_to_string(&mut said).unwrap();
    assert_eq!(said, "Headroom has stopped.\n");
    assert!(running.end() < Duration::from_secs(3));
}

#[test]
fn operators_have_an_address_of_their_own() {
    let running = start(program(&folder("operators")).env("HEADROOM_METRICS_ADDR", "127.0.0.1:0"));
    let mut visitor = TcpStream::connect(&running.authority).unwrap();
    assert!(
        ask(&mut visitor, "/metrics")
            .unwrap()
            .starts_with("HTTP/1.1 404")
    );
    let mut running = running;
    let mut line = String::new();
    running.output.read_line(&mut line).unwrap();
    let address = line.trim().rsplit(' ').next().unwrap();
    let mut operator = TcpStream::connect(address).unwrap();
    assert!(
        ask(&mut operator, "/metrics")
            .unwrap()
            .starts_with("HTTP/1.1 200")
    );
    running.signal("-INT");
    running.end();
}

fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn a_setting_that_means_nothing_keeps_it_from_starting() {
    let root = folder("settings");
    for word in ["serve", "check"] {
        let mut command = program(&root);
        command
            .arg(word)
            .env("HEADROOM_ORIGIN", "javascript:alert(1)")
            .env("HEADROOM_LOG", "headroom=loud");
        let (started, text) = said(&mut command);
        assert!(!started, "{text}");
        assert!(
            text.contains("HEADROOM_ORIGIN is ") && text.contains("HEADROOM_LOG is "),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2, "{text}");
    }
}

#[test]
fn files_that_pages_name_are_looked_for() {
    let root = folder("incomplete");
    let (complete, text) = said(program(&root).arg("check"));
    assert!(!complete, "{text}");
    assert!(
        text.contains("/pkg/headroom.") && text.contains(".css is named by pages and is not there"),
        "{text}"
    );
    // With these there, it says what the settings mean.
    std::fs::create_dir_all(root.join("pkg")).unwrap();
    for line in text.lines() {
        let path = line.split_once(" is named").unwrap().0;
        std::fs::write(root.join(&path[1..]), "").unwrap();
    }
    let (complete, text) = said(
        program(&root)
            .arg("check")
            .env("HEADROOM_ORIGIN", "https://a.example"),
    );
    assert!(complete, "{text}");
    assert!(
        text.contains("Absolute addresses start with https://a.example."),
        "{text}"
    );
}
