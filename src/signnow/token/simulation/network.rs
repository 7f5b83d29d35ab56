//! One question and one answer over a connection of the simulated network.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::time::timeout;
use turmoil::net::{TcpListener, TcpStream};

const PORT: u16 = 80;

/// Why there is no answer.
pub(super) enum Lost {
    /// No connection came about.
    NotSent,
    /// The question may have arrived.
    Unknown,
}

/// How long to wait.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    pub(super) connect: Duration,
    pub(super) answer: Duration,
}

pub(super) async fn ask(host: &str, question: &Value, patience: Patience) -> Result<Value, Lost> {
    let connected = timeout(patience.connect, TcpStream::connect((host, PORT))).await;
    let Ok(Ok(stream)) = connected else { return Err(Lost::NotSent) };
    let answer = timeout(patience.answer, exchange(stream, question)).await;
    answer.ok().flatten().ok_or(Lost::Unknown)
}

async fn exchange(mut stream: TcpStream, question: &Value) -> Option<Value> {
    stream.write_all(format!("{question}\n").as_bytes()).await.ok()?;
    heard(&mut stream).await
}

async fn heard(stream: &mut TcpStream) -> Option<Value> {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).await.ok()?;
    serde_json::from_str(&line).ok()
}

/// Answers whoever asks, each by itself; with `None` the connection ends without an answer.
pub(super) async fn serve<F, A>(answer: F) -> turmoil::Result
where
    F: Fn(Value) -> A + Clone + 'static,
    A: Future<Output = Option<Value>> + 'static,
{
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    loop {
        let (mut stream, _) = listener.accept().await?;
        let answer = answer.clone();
        tokio::task::spawn_local(async move {
            let Some(question) = heard(&mut stream).await else { return };
            if let Some(said) = answer(question).await {
                let _gone = stream.write_all(format!("{said}\n").as_bytes()).await;
                // The connection stays until the other side has it, or nobody is there any more.
                let _end = heard(&mut stream).await;
            }
        });
    }
}
