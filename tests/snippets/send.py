import json, os, random, re, sys, time
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ATTEMPTS = 8
MAX_WAIT_SECONDS = 60


def send(event, idempotency_key):
    """Notifies, and again until it is done or refused. All attempts have one key, so nobody is notified twice."""
    headers = {
        "Authorization": f"Bearer {os.environ['PRODUCER_KEY']}",
        "Content-Type": "application/json",
        "Idempotency-Key": idempotency_key,
    }
    request = Request(f"{os.environ['APP']}/api/internal/notifications", json.dumps(event).encode(), headers)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            status, retry_after, answer = ask(request)
        except (OSError, HTTPException) as error:
            status, retry_after, answer = None, None, str(error)
        if status == 201:
            return json.loads(answer)
        refused = status is not None and status < 500 and status != 429
        if refused or attempt == ATTEMPTS:
            raise RuntimeError(f"not sent: {answer}")
        time.sleep(min(seconds_of(retry_after) or random.random() * 0.25 * 2**attempt, MAX_WAIT_SECONDS))


def seconds_of(retry_after):
    """Of a Retry-After in seconds; None for anything else, such as a date."""
    return int(retry_after) if re.fullmatch("[1-9][0-9]{0,8}", retry_after or "") else None


def ask(request):
    try:
        response = urlopen(request, timeout=10)
    except HTTPError as error:
        response = error  # an answer all the same
    with response:
        return response.status, response.headers["Retry-After"], response.read().decode(errors="replace")


if __name__ == "__main__":
    event, key = sys.argv[1:]
    print(json.dumps(send(json.loads(event), key)))
