import { say } from '../language.js';

/** The requirements for a server: it runs, it answers, and it meets the four points of the chapter's list (0.8.2). */
export const points = {
  runs: say('it runs, and prints where it listens', '실행되고, 어디서 listen하는지 말한다'),
  answers: say('it sends each frame back unchanged', '프레임을 받은 그대로 돌려보낸다'),
  lengths: say(
    'it checks what recv and send return, and continues until all bytes are transferred',
    'recv와 send의 반환값을 확인하고, 필요한 만큼 모일 때까지 계속한다',
  ),
  bytes: say('it treats the data as bytes, not as text', '들어온 것을 텍스트가 아니라 바이트로 다룬다'),
  cap: say(
    'it has a cap, and at once closes a connection that announces more',
    '상한(cap)이 있고, 그보다 큰 길이가 오면 곧바로 연결을 끝낸다',
  ),
  sigpipe: say('it survives a client that disconnects', '클라이언트가 떠나도 계속 실행된다'),
} as const;

export type Point = keyof typeof points;

interface Text {
  /** What the server does, as a sentence. */
  readonly said: string;
  /** Where to read about it. */
  readonly read: string;
}

const recv_returns = 'recv(2), RETURN VALUE';

export const diagnoses = {
  'does-not-parse': {
    said: say('The program does not parse.', '프로그램의 문법이 틀렸다.'),
    read: say('the line above', '위의 줄'),
  },
  'does-not-type-check': {
    said: say(
      'The program throws an exception; the type checker shows why.',
      '예외가 난다. 이유는 타입 검사가 말해 준다.',
    ),
    read: say('the line above', '위의 줄'),
  },
  throws: {
    said: say('The program throws an exception that nothing catches.', '프로그램이 예외를 던지고 아무도 잡지 않는다.'),
    read: say('the line above; check ok of a Result before value', '위의 줄. Result는 value보다 ok를 먼저 본다'),
  },
  'never-listens': {
    said: say('The program does not print where it listens.', '프로그램이 어디서 listen하는지 말하지 않는다.'),
    read: 'listen(2), getsockname(2)',
  },
  'serves-one': {
    said: say('The server exits after its first client.', '첫 클라이언트와 함께 서버도 끝난다.'),
    read: say('accept(2): one call for each client, in a loop', 'accept(2): 클라이언트마다 한 번, 반복문 안에서'),
  },
  'no-answer': {
    said: say('The server does not answer a frame.', '서버가 프레임에 답하지 않는다.'),
    read: say('chapter, 0.3.3: four bytes of length, and the payload', '0.3.3절: 길이 4바이트, 그리고 payload'),
  },
  'answers-late': {
    said: say(
      'The server answers so late that the trials do not finish.',
      '서버의 답이 너무 늦어서 시험이 끝나지 않는다.',
    ),
    read: say('the calls above: they show what it waits for', '위의 호출: 무엇을 기다리는지 보여 준다'),
  },
  'other-bytes': {
    said: say('The server sends back other bytes than it received.', '서버가 받은 것과 다른 바이트로 답한다.'),
    read: say('chapter, 0.3.3: four bytes of length, and the payload', '0.3.3절: 길이 4바이트, 그리고 payload'),
  },
  'not-network-byte-order': {
    said: say(
      'The lowest byte of the length comes first; in a frame it is the highest.',
      '길이의 낮은 자리 바이트를 먼저 둔다. 프레임에서는 높은 자리가 먼저다.',
    ),
    read: 'byteorder(3); Buffer: readUInt32BE, writeUInt32BE',
  },
  'trusts-one-call': {
    said: say(
      'The server treats one call as the whole transfer, although it moved only a part.',
      '서버는 호출 한 번이 옮긴 것을 옮겨야 할 전부로 여긴다.',
    ),
    read: say(`${recv_returns}; send(2); chapter, 0.5.1: recv_exact`, `${recv_returns}; send(2); 0.5.1절의 recv_exact`),
  },
  'one-message-per-read': {
    said: say(
      'The server takes one frame from what recv returned, and discards the bytes after it.',
      '서버는 recv 한 번에서 프레임을 하나만 찾고, 그 뒤에 있는 것을 잊는다.',
    ),
    read: say('chapter, 0.3.1: a stream has no boundaries', '0.3.1절: 스트림에는 경계가 없다'),
  },
  'empty-is-not-the-end': {
    said: say('The server treats an empty frame as the end of the stream.', '서버가 빈 프레임을 끝으로 여긴다.'),
    read: say(`${recv_returns}: do not call it for 0 bytes`, `${recv_returns}: 0바이트를 달라고 부르지 않는다`),
  },
  'gives-up-on-EINTR': {
    said: say('The server gives up when a signal interrupts a call.', '시그널이 호출을 중단시키면 서버가 포기한다.'),
    read: say(
      'signal(7), Interruption of system calls: call again',
      'signal(7), Interruption of system calls: 다시 부른다',
    ),
  },
  'takes-the-end-for-success': {
    said: say(
      'The server treats the end of the stream as the end of the frame.',
      '서버가 스트림의 끝을 프레임의 끝으로 여긴다.',
    ),
    read: say(
      `${recv_returns}: 0 is the end, and the frame is incomplete`,
      `${recv_returns}: 0은 끝이고, 다 온 것이 아니다`,
    ),
  },
  'dies-of-an-early-end': {
    said: say(
      'The server exits when a client disconnects in the middle of a frame.',
      '클라이언트가 프레임 중간에 끝내면 서버가 끝난다.',
    ),
    read: say(`${recv_returns}: 0 is the end of one connection`, `${recv_returns}: 0은 연결 하나의 끝이다`),
  },
  'spins-at-the-end': {
    said: say(
      'The server calls recv forever after the end of the stream.',
      '서버가 스트림이 끝난 뒤에도 영원히 계속한다.',
    ),
    read: say(`${recv_returns}: no data follows after 0`, `${recv_returns}: 0 다음에는 아무것도 오지 않는다`),
  },
  'loses-the-last-frame': {
    said: say(
      'The server loses a received frame if the end of the stream arrives with it.',
      '스트림의 끝이 함께 오면, 서버는 이미 온 프레임을 잃는다.',
    ),
    read: say(
      'poll(2), POLLRDHUP, POLLHUP: read first, until recv returns 0',
      'poll(2), POLLRDHUP, POLLHUP: recv가 0을 줄 때까지 먼저 읽는다',
    ),
  },
  'takes-bytes-for-text': {
    said: say('The server treats bytes as text.', '서버가 바이트를 텍스트로 여긴다.'),
    read: say('chapter, 0.8.2; keep a Buffer until all bytes have arrived', '0.8.2절; 다 올 때까지 Buffer로 둔다'),
  },
  'believes-any-length': {
    said: say('The server accepts any length: it has no cap.', '서버가 어떤 길이든 믿는다. 상한(cap)이 없다.'),
    read: say('chapter, 0.3.3: check the cap before anything else', '0.3.3절: 무엇보다 먼저 상한(cap)'),
  },
  'allocates-before-it-checks': {
    said: say(
      'The server allocates memory for a length before it checks its cap.',
      '서버가 길이를 상한(cap)과 비교하기 전에 메모리부터 잡는다.',
    ),
    read: say('chapter, 0.3.3: the cap first, then Buffer.alloc', '0.3.3절: 상한(cap) 먼저, Buffer.alloc은 그다음'),
  },
  'negative-length': {
    said: say(
      'The server reads the length as a signed number: 2147483648 and above become negative.',
      '서버가 길이를 부호 있는 수로 읽는다. 2147483648부터 음수가 된다.',
    ),
    read: say(
      'Buffer: readUInt32BE, not readInt32BE; `>>> 0` after a shift',
      'Buffer: readInt32BE가 아니라 readUInt32BE; 시프트 뒤에는 `>>> 0`',
    ),
  },
  'dies-of-a-reset': {
    said: say(
      'The server exits when a client resets its connection.',
      '클라이언트가 연결을 RST로 끊으면 서버가 끝난다.',
    ),
    read: say(
      'recv(2), ECONNRESET: the end of one connection, not of the server',
      'recv(2), ECONNRESET: 연결 하나의 끝이지 서버의 끝이 아니다',
    ),
  },
  'dies-of-a-broken-pipe': {
    said: say(
      'The server exits when it writes to a client that has disconnected.',
      '이미 떠난 클라이언트에게 쓰면 서버가 끝난다.',
    ),
    read: say(
      'send(2), EPIPE, ECONNRESET: the end of one connection, not of the server',
      'send(2), EPIPE, ECONNRESET: 연결 하나의 끝이지 서버의 끝이 아니다',
    ),
  },
  'raises-SIGPIPE': {
    said: say(
      'A send without MSG_NOSIGNAL raises SIGPIPE if the client has disconnected.',
      'MSG_NOSIGNAL 없는 send는 클라이언트가 떠났을 때 SIGPIPE를 일으킨다.',
    ),
    read: say(
      'send(2), MSG_NOSIGNAL. Node ignores SIGPIPE, so you see EPIPE; a C program ends here (141)',
      'send(2), MSG_NOSIGNAL. Node는 SIGPIPE를 무시하므로 EPIPE만 보인다. C 프로그램은 여기서 끝난다(141)',
    ),
  },
  'leaks-a-descriptor': {
    said: say(
      'The server does not close the descriptor of a client that has disconnected.',
      '서버가 떠난 클라이언트의 디스크립터를 닫지 않는다.',
    ),
    read: say(
      'close(2) on every path; own() closes automatically',
      '나가는 모든 길에서 close(2). own()은 스스로 닫는다',
    ),
  },
} as const satisfies Record<string, Text>;

export type Diagnosis = keyof typeof diagnoses;
