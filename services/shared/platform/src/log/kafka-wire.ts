import net from 'node:net';
import tls from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

export interface KafkaWireOptions {
  readonly brokers: readonly string[];
  /** Absent: no TLS. */
  readonly tls?: tls.ConnectionOptions | undefined;
  /** A connection on which something is asked and no byte comes for this long is given up. */
  readonly silenceMs: number;
  /** How often each broker was connected to in vain since it last answered; shared by the clients of one log. */
  readonly failures: BrokerFailures;
}

export type BrokerFailures = Map<string, number>;

/**
 * The connections of one client. kafkajs waits for an answer as long as for any, keeps a connection on which it waited
 * in vain, and never lets go of one whose other end is gone; here a connection that is silent breaks, and kafkajs
 * connects anew, elsewhere if it can.
 */
export interface KafkaWire {
  readonly socketFactory: ISocketFactory;
  /** Of the brokers given, the one that failed the least: kafkajs would begin with the first each time. */
  readonly nextBroker: () => string;
  /** Breaks every connection: whatever waits on one is answered with an error at once. */
  readonly sever: () => void;
}

/** What has come on a connection. */
export interface Answers {
  answered: number;
  /** Of the answer under way: bytes of its length seen, its length so far, bytes still to come. */
  lengthBytes: number;
  length: number;
  bytesLeft: number;
}

interface Line extends Answers {
  readonly broker: string;
  readonly socket: net.Socket;
  asked: number;
  /** Looks in a row that found it silent, or ended. */
  silentLooks: number;
}

interface Wire {
  readonly options: KafkaWireOptions;
  readonly lines: Set<Line>;
  looking: NodeJS.Timeout | undefined;
}

/** What a broker says first, it says at once. */
const firstAnswerMs = 2_000;
const lookEveryMs = 250;
const endedLooksMax = 4;

export function kafkaWire(options: KafkaWireOptions): KafkaWire {
  const wire: Wire = { options, lines: new Set(), looking: undefined };
  return {
    socketFactory: ({ host, port, onConnect }) => openLine(wire, host, port, onConnect),
    nextBroker: () => nextBroker(wire),
    sever: () => {
      for (const { socket } of wire.lines) socket.destroy(new Error('the connection was given up'));
    },
  };
}

function nextBroker({ options: { brokers, failures } }: Wire): string {
  const [best] = brokers.toSorted((a, b) => (failures.get(a) ?? 0) - (failures.get(b) ?? 0));
  return best ?? '';
}

function openLine(wire: Wire, host: string, port: number, onConnect: () => void): net.Socket {
  const socket = connect(wire.options, host, port, onConnect);
  // A peer that vanished is noticed by the kernel too, also while nothing is asked.
  socket.setKeepAlive(true, 10_000);
  const broker = `${host}:${port}`;
  const counts = { asked: 0, answered: 0, lengthBytes: 0, length: 0, bytesLeft: 0, silentLooks: 0 };
  const line: Line = { broker, socket, ...counts };
  const write = socket.write.bind(socket);
  // kafkajs writes each request with one call.
  socket.write = ((...given: Parameters<typeof write>) => {
    line.asked += 1;
    return write(...given);
  }) as typeof socket.write;
  // Let go of in the middle of connecting, a socket would go on connecting.
  const end = socket.end.bind(socket);
  socket.end = (() => (line.asked === 0 ? socket.destroy() : end())) as typeof socket.end;
  // kafkajs lets go of it again and again, and Node would wait for a connection each time.
  const unref = socket.unref.bind(socket);
  socket.unref = () => (socket.destroyed ? socket : unref());
  socket.on('data', (chunk: Buffer) => noteBytes(wire, line, chunk));
  socket.on('close', () => closeLine(wire, line));
  wire.lines.add(line);
  wire.looking ??= setInterval(() => lookAtLines(wire), lookEveryMs).unref();
  return socket;
}

function closeLine({ options: { failures }, lines }: Wire, line: Line): void {
  lines.delete(line);
  if (line.answered === 0) failures.set(line.broker, (failures.get(line.broker) ?? 0) + 1);
}

function connect(options: KafkaWireOptions, host: string, port: number, onConnect: () => void): net.Socket {
  if (options.tls === undefined) return net.connect({ host, port }, onConnect);
  const name = net.isIP(host) === 0 ? { servername: host } : {};
  return tls.connect({ host, port, ...name, ...options.tls }, onConnect);
}

function noteBytes(wire: Wire, line: Line, chunk: Buffer): void {
  line.silentLooks = 0;
  if (isTlsAlert(wire, line, chunk)) {
    const cause = Object.assign(new Error('the broker speaks TLS, and we do not'), { code: 'BROKER_SPEAKS_TLS' });
    line.socket.destroy(cause);
    return;
  }
  countAnswers(line, chunk);
  if (line.answered > 0) wire.options.failures.delete(line.broker);
}

/** What a server that expects TLS says to our first request: a record of type alert, version 3.x. */
function isTlsAlert({ options }: Wire, { answered, lengthBytes }: Line, chunk: Buffer): boolean {
  return options.tls === undefined && answered === 0 && lengthBytes === 0 && chunk[0] === 0x15 && chunk[1] === 0x03;
}

/** Each answer begins with its length in four bytes, and is cut anywhere on its way. */
export function countAnswers(line: Answers, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) {
    if (line.lengthBytes < 4) {
      line.length = line.length * 256 + (chunk[at] as number);
      at += 1;
      line.lengthBytes += 1;
      line.bytesLeft = line.length;
      continue;
    }
    const taken = Math.min(line.bytesLeft, chunk.length - at);
    line.bytesLeft -= taken;
    at += taken;
    if (line.bytesLeft > 0) continue;
    line.answered += 1;
    line.lengthBytes = 0;
    line.length = 0;
  }
}

/** Looks are counted, not time: a process that was stopped, or busy, finds the bytes before it finds a silence. */
function lookAtLines(wire: Wire): void {
  for (const line of wire.lines) {
    const { socket } = line;
    const { silenceMs } = wire.options;
    const boundMs = line.answered === 0 ? Math.min(silenceMs, firstAnswerMs) : silenceMs;
    const isWaiting = socket.connecting || line.asked > line.answered;
    line.silentLooks = isWaiting || socket.writableEnded ? line.silentLooks + 1 : 0;
    if (socket.writableEnded && line.silentLooks > endedLooksMax) socket.destroy();
    else if (line.silentLooks > boundMs / lookEveryMs) {
      const cause = new Error(`no answer for ${boundMs / 1_000} seconds`);
      socket.destroy(Object.assign(cause, { code: 'BROKER_SILENT' }));
    }
  }
  if (wire.lines.size > 0) return;
  clearInterval(wire.looking);
  wire.looking = undefined;
}
