# Opens a stream and, once a line comes in on standard input, lets its own kernel drop every packet of that connection,
# so that nothing is acknowledged any more: what a server sees of a client whose network is gone. Needs no privileges.
use strict;
use warnings;
use Socket;

use constant SO_ATTACH_FILTER => 26;
use constant BPF_RET => 6;

my ($port, $token) = @ARGV;
$| = 1;
socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
# Full after a few kilobytes, so that it is soon stalled when it does not read.
setsockopt($socket, SOL_SOCKET, SO_RCVBUF, 4096) or die "setsockopt: $!";
connect($socket, sockaddr_in($port, INADDR_LOOPBACK)) or die "connect: $!";
syswrite $socket, join("\r\n", "GET /api/notifications/stream HTTP/1.1", "Host: localhost", "Authorization: Bearer $token", "", "");

my $received = "";
until ($received =~ /event: sync\n/) {
  sysread($socket, $received, 4096, length $received) or die "the stream ended: $received";
}
my ($own_port) = sockaddr_in(getsockname $socket);
print "$own_port\n";

defined(my $line = <STDIN>) or exit;
# struct sock_filter { code, jt, jf, k }: accept zero bytes of every packet. struct sock_fprog { len, filter }.
my $filter = pack "SCCL", BPF_RET, 0, 0, 0;
setsockopt($socket, SOL_SOCKET, SO_ATTACH_FILTER, pack("S x![P] P", 1, $filter)) or die "SO_ATTACH_FILTER: $!";
print "deaf\n";
<STDIN>;
