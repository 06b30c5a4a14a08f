# Opens a stream for every token on standard input, up to an empty line, reads each up to its `sync` and then nothing. When
# told to on standard input, reads everything up to a position, and prints how many changes came and how many of them
# were not the next one. Sockets as small as those of a client on a real network, which Node cannot ask for.
use strict;
use warnings;
use Socket;

use constant {IPPROTO_TCP => 6, TCP_MAXSEG => 2};

my ($port) = @ARGV;
$| = 1;
my (@sockets, @position, @rest);
while (my $token = <STDIN>) {
  chomp $token;
  last if $token eq "";
  socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
  setsockopt($socket, SOL_SOCKET, SO_RCVBUF, 4096) or die "SO_RCVBUF: $!";
  setsockopt($socket, IPPROTO_TCP, TCP_MAXSEG, 1448) or die "TCP_MAXSEG: $!";
  connect($socket, sockaddr_in($port, INADDR_LOOPBACK)) or die "connect: $!";
  syswrite $socket, join("\r\n", "GET /api/notifications/stream HTTP/1.1", "Host: localhost", "Authorization: Bearer $token", "", "");
  my $received = "";
  until ($received =~ /event: sync\n/) {
    sysread($socket, $received, 4096, length $received) or die "a stream ended: $received";
  }
  push @sockets, $socket;
  push @position, 0;
  push @rest, "";
}
print "open\n";

defined(my $line = <STDIN>) or exit;
my ($total, $unfinished, $disordered) = ($line + 0, scalar @sockets, 0);
my %index = map { fileno($sockets[$_]) => $_ } 0 .. $#sockets;
my $waiting = "";
vec($waiting, $_, 1) = 1 for keys %index;
while ($unfinished > 0) {
  select(my $ready = $waiting, undef, undef, 60) or last;
  for my $descriptor (keys %index) {
    next unless vec($ready, $descriptor, 1);
    my $index = $index{$descriptor};
    sysread($sockets[$index], $rest[$index], 65536, length $rest[$index]) or die "a stream was cut";
    # A chunk of the response may begin anywhere, so its length lines are taken out of what lies between.
    while ($rest[$index] =~ s/^.*?id: (\d+)\ndata: [^\n]*\n//s) {
      $disordered++ if $1 != ++$position[$index];
      next if $1 < $total;
      $unfinished--;
      vec($waiting, $descriptor, 1) = 0;
      delete $index{$descriptor};
    }
  }
}
my $received = 0;
$received += $_ for @position;
print "$received $disordered\n";
