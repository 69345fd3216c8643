//! A DNS server that gives one answer to every question.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::thread;

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::NS;
use hickory_resolver::proto::rr::{Name, RData, Record};

/// What a server answers.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// The name servers of the zone that is asked for.
    NameServers(Vec<String>),
    /// An error.
    Code(ResponseCode),
}

/// Starts a server on a free port. It ends with the tests.
pub(crate) fn start(answer: Answer) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = socket.local_addr().expect("is bound");
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let question = Message::from_vec(&buffer[..length]).expect("a question");
            let reply = reply(&question, &answer).to_vec().expect("an answer");
            socket.send_to(&reply, from).expect("the asker listens");
        }
    });
    address
}

fn reply(question: &Message, answer: &Answer) -> Message {
    let mut reply = Message::response(question.metadata.id, question.metadata.op_code);
    reply.queries.clone_from(&question.queries);
    match answer {
        Answer::Code(code) => reply.metadata.response_code = *code,
        Answer::NameServers(servers) => {
            let zone = &question.queries[0].name;
            let name = |server: &String| Name::from_ascii(server).expect("a name");
            let record = |server| Record::from_rdata(zone.clone(), 60, RData::NS(NS(name(server))));
            reply.answers.extend(servers.iter().map(record));
        }
    }
    reply
}
