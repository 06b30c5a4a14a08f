package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"time"
)

const (
	attempts = 8
	maxWait  = time.Minute
)

var client = http.Client{Timeout: 10 * time.Second}

// send notifies, and again until it is done or refused. All attempts have one key, so nobody is notified twice.
func send(event []byte, idempotencyKey string) ([]byte, error) {
	for attempt := 1; ; attempt++ {
		status, retryAfter, answer, err := ask(event, idempotencyKey)
		if err == nil && status == http.StatusCreated {
			return answer, nil
		}
		refused := err == nil && status < 500 && status != http.StatusTooManyRequests
		if refused || attempt == attempts {
			return nil, fmt.Errorf("not sent: %s %v", answer, err)
		}
		wait := time.Duration(rand.Float64() * 0.25 * float64(int(1)<<attempt) * float64(time.Second))
		// Anything but seconds, such as a date, is left alone.
		if seconds, err := strconv.ParseUint(retryAfter, 10, 30); err == nil && seconds > 0 {
			wait = time.Duration(seconds) * time.Second
		}
		if wait > maxWait {
			wait = maxWait
		}
		time.Sleep(wait)
	}
}

func ask(event []byte, idempotencyKey string) (status int, retryAfter string, answer []byte, err error) {
	request, err := http.NewRequest("POST", os.Getenv("APP")+"/api/internal/notifications", bytes.NewReader(event))
	if err != nil {
		return
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("PRODUCER_KEY"))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", idempotencyKey)
	response, err := client.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(response.Body)
	return response.StatusCode, response.Header.Get("Retry-After"), answer, err
}

func main() {
	answer, err := send([]byte(os.Args[1]), os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(answer))
}
