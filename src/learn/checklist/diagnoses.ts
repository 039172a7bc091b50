import { say } from '../language.js';

/** What is asked of a server: that it runs and answers, and then the four points of the chapter's list (0.8.2). */
export const points = {
  runs: say('it runs, and says where it listens', '실행되고, 어디서 listen하는지 말한다'),
  answers: say('it sends a frame back as it came', '프레임을 받은 그대로 돌려보낸다'),
  lengths: say(
    'it checks what recv and send return, and goes on until it has what it needs',
    'recv와 send의 반환값을 확인하고, 필요한 만큼 모일 때까지 계속한다',
  ),
  bytes: say('it treats what comes as bytes, not as text', '들어온 것을 텍스트가 아니라 바이트로 다룬다'),
  cap: say(
    'it has a cap, and ends a connection that announces more, at once',
    '상한(cap)이 있고, 그보다 큰 길이가 오면 곧바로 연결을 끝낸다',
  ),
  sigpipe: say('it outlives a client that is gone', '떠난 클라이언트보다 오래 산다'),
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
    said: say('The program throws, and the type checker says why.', '예외가 난다. 이유는 타입 검사가 말해 준다.'),
    read: say('the line above', '위의 줄'),
  },
  throws: {
    said: say('The program throws an exception that nothing catches.', '프로그램이 예외를 던지고 아무도 잡지 않는다.'),
    read: say('the line above; of a Result, look at ok before value', '위의 줄. Result는 value보다 ok를 먼저 본다'),
  },
  'never-listens': {
    said: say('The program does not say where it listens.', '프로그램이 어디서 listen하는지 말하지 않는다.'),
    read: 'listen(2), getsockname(2)',
  },
  'serves-one': {
    said: say('The server ends with its first client.', '첫 클라이언트와 함께 서버도 끝난다.'),
    read: say('accept(2): one call for each client, in a loop', 'accept(2): 클라이언트마다 한 번, 반복문 안에서'),
  },
  'no-answer': {
    said: say('The server does not answer a frame.', '서버가 프레임에 답하지 않는다.'),
    read: say('chapter, 0.3.3: four bytes of length, and the payload', '0.3.3절: 길이 4바이트, 그리고 payload'),
  },
  'answers-late': {
    said: say(
      'The server answers so late that the trials come to no end.',
      '서버의 답이 너무 늦어서 시험이 끝나지 않는다.',
    ),
    read: say('the calls above: what does it wait for?', '위의 호출: 무엇을 기다리는가?'),
  },
  'other-bytes': {
    said: say('The server answers with other bytes than those that came.', '서버가 받은 것과 다른 바이트로 답한다.'),
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
      'The server takes what one call moved for all that was to be moved.',
      '서버는 호출 한 번이 옮긴 것을 옮겨야 할 전부로 여긴다.',
    ),
    read: say(`${recv_returns}; send(2); chapter, 0.5.1: recv_exact`, `${recv_returns}; send(2); 0.5.1절의 recv_exact`),
  },
  'one-message-per-read': {
    said: say(
      'The server looks for one frame in what a recv gave, and forgets what stands behind it.',
      '서버는 recv 한 번에서 프레임을 하나만 찾고, 그 뒤에 있는 것을 잊는다.',
    ),
    read: say('chapter, 0.3.1: a stream has no boundaries', '0.3.1절: 스트림에는 경계가 없다'),
  },
  'empty-is-not-the-end': {
    said: say('The server takes an empty frame for the end.', '서버가 빈 프레임을 끝으로 여긴다.'),
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
      'The server takes the end of the stream for the end of the frame.',
      '서버가 스트림의 끝을 프레임의 끝으로 여긴다.',
    ),
    read: say(`${recv_returns}: 0 is the end, and not all has come`, `${recv_returns}: 0은 끝이고, 다 온 것이 아니다`),
  },
  'dies-of-an-early-end': {
    said: say(
      'A client that ends in the middle of a frame ends the server.',
      '프레임 중간에 끝내는 클라이언트가 서버를 끝낸다.',
    ),
    read: say(`${recv_returns}: 0 is the end of one connection`, `${recv_returns}: 0은 연결 하나의 끝이다`),
  },
  'spins-at-the-end': {
    said: say(
      'The server goes on after the end of the stream, for ever.',
      '서버가 스트림이 끝난 뒤에도 영원히 계속한다.',
    ),
    read: say(`${recv_returns}: after 0 nothing more will come`, `${recv_returns}: 0 다음에는 아무것도 오지 않는다`),
  },
  'loses-the-last-frame': {
    said: say(
      'The server loses a frame that has come when the end of the stream comes with it.',
      '스트림의 끝이 함께 오면, 서버는 이미 온 프레임을 잃는다.',
    ),
    read: say(
      'poll(2), POLLRDHUP, POLLHUP: read first, until recv says 0',
      'poll(2), POLLRDHUP, POLLHUP: recv가 0을 줄 때까지 먼저 읽는다',
    ),
  },
  'takes-bytes-for-text': {
    said: say('The server takes bytes for text.', '서버가 바이트를 텍스트로 여긴다.'),
    read: say('chapter, 0.8.2; Buffer: keep it until all has come', '0.8.2절; 다 올 때까지 Buffer로 둔다'),
  },
  'believes-any-length': {
    said: say('The server believes any length: it has no cap.', '서버가 어떤 길이든 믿는다. 상한(cap)이 없다.'),
    read: say('chapter, 0.3.3: a cap, before anything else', '0.3.3절: 무엇보다 먼저 상한(cap)'),
  },
  'allocates-before-it-checks': {
    said: say(
      'The server makes room for a length before it compares it with its cap.',
      '서버가 길이를 상한(cap)과 비교하기 전에 메모리부터 잡는다.',
    ),
    read: say('chapter, 0.3.3: the cap first, then Buffer.alloc', '0.3.3절: 상한(cap) 먼저, Buffer.alloc은 그다음'),
  },
  'negative-length': {
    said: say(
      'The server reads the length as a signed number: from 2147483648 on it is negative.',
      '서버가 길이를 부호 있는 수로 읽는다. 2147483648부터 음수가 된다.',
    ),
    read: say(
      'Buffer: readUInt32BE, not readInt32BE; `>>> 0` behind a shift',
      'Buffer: readInt32BE가 아니라 readUInt32BE; 시프트 뒤에는 `>>> 0`',
    ),
  },
  'dies-of-a-reset': {
    said: say(
      'A client that resets its connection ends the server.',
      '클라이언트가 연결을 RST로 끊으면 서버가 끝난다.',
    ),
    read: say(
      'recv(2), ECONNRESET: the end of one connection, not of the server',
      'recv(2), ECONNRESET: 연결 하나의 끝이지 서버의 끝이 아니다',
    ),
  },
  'dies-of-a-broken-pipe': {
    said: say(
      'A client that is gone when the server writes to it ends the server.',
      '쓰려는 순간 떠나고 없는 클라이언트가 서버를 끝낸다.',
    ),
    read: say(
      'send(2), EPIPE, ECONNRESET: the end of one connection, not of the server',
      'send(2), EPIPE, ECONNRESET: 연결 하나의 끝이지 서버의 끝이 아니다',
    ),
  },
  'raises-SIGPIPE': {
    said: say(
      'A send without MSG_NOSIGNAL raises SIGPIPE when the client is gone.',
      'MSG_NOSIGNAL 없는 send는 클라이언트가 떠났을 때 SIGPIPE를 일으킨다.',
    ),
    read: say(
      'send(2), MSG_NOSIGNAL. Node ignores SIGPIPE, so you see EPIPE; a C program ends here (141)',
      'send(2), MSG_NOSIGNAL. Node는 SIGPIPE를 무시하므로 EPIPE만 보인다. C 프로그램은 여기서 끝난다(141)',
    ),
  },
  'leaks-a-descriptor': {
    said: say(
      'The server does not close the descriptor of a client that is gone.',
      '서버가 떠난 클라이언트의 디스크립터를 닫지 않는다.',
    ),
    read: say(
      'close(2), on every way out; own() closes by itself',
      '나가는 모든 길에서 close(2). own()은 스스로 닫는다',
    ),
  },
} as const satisfies Record<string, Text>;

export type Diagnosis = keyof typeof diagnoses;
