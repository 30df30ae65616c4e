#include "nexla/sender.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "model/parse_json.hpp"
#include "nexla/decode_error.hpp"
#include "nexla/status.hpp"

#include <fmt/format.h>

#include <charconv>

namespace flowsync::nexla {

namespace {

using Kind = ApiError::Kind;

constexpr std::string_view k_html = "the reply is a web page (HTML), not an answer of the API";

bool is_redirect(int status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<std::size_t> read_total(const http::Response& response)
{
  const auto text = response.header("x-total-count");
  std::size_t total = 0;
  if (!text || text->empty()) {
    return std::nullopt;
  }
  const auto read = std::from_chars(text->data(), text->data() + text->size(), total);
  return read.ec == std::errc{} && read.ptr == text->data() + text->size() ? std::optional(total) : std::nullopt;
}

// Certainly not done, so that it may be sent again whatever it is.
bool not_done(Kind kind)
{
  return kind == Kind::throttled || kind == Kind::unreachable;
}

bool passing(Kind kind)
{
  return not_done(kind) || kind == Kind::server || kind == Kind::uncertain;
}

} // namespace

Call Call::get(std::string path, std::string query, Sieve sieve)
{
  return {"GET", std::move(path), std::move(query), std::nullopt, true, true, std::move(sieve)};
}

Sender::Sender(const ClientOptions& options, http::Transport& transport, Clock& clock)
    : m_options(options),
      m_transport(transport),
      m_clock(clock),
      m_limiter(options.requests_per_second, clock)
{
  m_redactor.add(options.key.value);
}

ApiError Sender::failure(const Call& call, Kind kind, std::string message)
{
  return {kind, 0, std::move(message), fmt::format("{} {}", call.method, call.path), {}};
}

ApiResult<Reply> Sender::send(const Call& call, const Secret& authorization, std::stop_token stop)
{
  http::Backoff backoff(m_options.retries, m_options.random);
  for (int nth = 1;; ++nth) {
    const auto turn = m_limiter.acquire(stop);
    if (!turn) {
      return failure(call, Kind::cancelled, "interrupted");
    }
    const auto begun = m_clock.steady();
    auto result = attempt(call, authorization, nth, stop);
    if (result.ok()) {
      return std::move(result.value());
    }
    auto& failed = result.error();
    std::optional<Duration> wait;
    if (failed.error.kind == Kind::throttled) {
      m_limiter.throttled(*turn, failed.retry_after);
      wait = backoff.after_throttling(failed.retry_after);
      if (!wait && failed.retry_after) {
        failed.error.message +=
            fmt::format("; it asks to wait {}, and limits.max_wait allows {} for one request",
                        format_duration(*failed.retry_after), format_duration(m_options.retries.all_waits));
      }
    } else if (failed.repeat) {
      wait = backoff.after_failure(failed.retry_after);
    }
    if (!wait) {
      return std::move(failed.error);
    }
    if (m_options.waiting) {
      m_options.waiting({call.method, call.path, failed.error.message,
                         std::chrono::duration_cast<Duration>(m_clock.steady() - begun), *wait,
                         failed.retry_after.has_value()});
    }
    if (!m_clock.sleep(*wait, stop)) {
      // What may have been done is said, rather than that waiting was cut short.
      const bool harmless = call.method == "GET" || not_done(failed.error.kind);
      return harmless ? failure(call, Kind::cancelled, "interrupted") : std::move(failed.error);
    }
  }
}

Result<Reply, Sender::Failure> Sender::attempt(const Call& call, const Secret& authorization, int nth,
                                               std::stop_token stop)
{
  constexpr int k_most_redirects = 3;
  auto url = fmt::format("{}{}{}{}", m_options.url.base(), call.path, call.query.empty() ? "" : "?", call.query);
  for (int hops = 0;; ++hops) {
    auto response = transmit(call, url, authorization, nth, stop);
    if (!response.ok()) {
      return std::move(response.error());
    }
    if (!is_redirect(response->status)) {
      return judge(call, *response);
    }
    if (hops == k_most_redirects) {
      return Failure{failure(call, Kind::refused, "the service redirects in a circle"), false, {}};
    }
    auto next = redirect(call, url, *response);
    if (!next.ok()) {
      return std::move(next.error());
    }
    url = std::move(next.value());
  }
}

Result<http::Response, Sender::Failure> Sender::transmit(const Call& call, const std::string& url,
                                                         const Secret& authorization, int nth, std::stop_token stop)
{
  http::Request request;
  request.method = call.method;
  request.url = url;
  request.headers = {{"Accept", "application/vnd.nexla.api.v1+json"}, {"User-Agent", m_options.user_agent}};
  if (call.body) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = *call.body;
  }
  request.authorization = authorization;
  request.once = !call.repeatable;
  request.connect_timeout = m_options.connect_timeout;
  request.total_timeout = m_options.total_timeout;

  ++m_requests;
  const auto begun = m_clock.steady();
  auto result = m_transport.send(request, call.interruptible ? stop : std::stop_token{});
  http::Trace trace;
  trace.method = call.method;
  trace.path = fmt::format("{}{}{}", call.path, call.query.empty() ? "" : "?", call.query);
  trace.attempt = nth;
  trace.elapsed = std::chrono::duration_cast<Duration>(m_clock.steady() - begun);
  if (result.ok()) {
    note_time(*result);
    trace.status = result->status;
    trace.request_id = m_redactor.message(result->header("x-request-id").value_or(""));
  } else {
    trace.problem = m_redactor.message(result.error().message);
  }
  if (m_options.trace) {
    m_options.trace(trace);
  }
  if (!result.ok()) {
    auto failed = from_transport(call, result.error());
    if (trace.elapsed >= m_options.total_timeout) {
      failed.error.message += fmt::format(" (limits.request_timeout is {})", format_duration(m_options.total_timeout));
    }
    return failed;
  }
  return std::move(result.value());
}

Sender::Failure Sender::from_transport(const Call& call, const http::TransportError& error) const
{
  using Transport = http::TransportError::Kind;
  auto message = m_redactor.message(error.message);
  switch (error.kind) {
  case Transport::not_sent:
    return {failure(call, Kind::unreachable, fmt::format("{} cannot be reached: {}", m_options.url.base(), message)),
            true, std::nullopt};
  case Transport::cancelled:
    return {failure(call, Kind::cancelled, std::move(message)), false, std::nullopt};
  case Transport::too_large:
    return {failure(call, call.repeatable ? Kind::malformed : Kind::uncertain, std::move(message)), false,
            std::nullopt};
  case Transport::uncertain:
    break;
  }
  return {failure(call, Kind::uncertain, fmt::format("no complete answer: {}", message)), call.repeatable,
          std::nullopt};
}

Result<Reply, Sender::Failure> Sender::judge(const Call& call, const http::Response& response) const
{
  const bool good = response.status >= 200 && response.status < 300;
  auto parsed = parse_json(response.body, NumberTexts::lost, good ? call.sieve : Sieve{});
  const bool readable = parsed.problem == ParsedJson::Problem::none;
  if (!good) {
    return refused_reply(call, response.status, response, readable ? &parsed.value : nullptr);
  }
  if (readable) {
    if (const auto status = status_in_body(parsed.value)) {
      return refused_reply(call, *status, response, &parsed.value);
    }
    return Reply{std::move(parsed.value), read_total(response),
                 m_redactor.message(response.header("x-request-id").value_or(""))};
  }
  const bool cut_short = parsed.problem == ParsedJson::Problem::cut_short;
  std::string message = cut_short ? "the reply is cut short" : "the reply is not JSON";
  if (parsed.problem == ParsedJson::Problem::html) {
    message = k_html;
  }
  // Something was answered, so what cannot be repeated was probably done.
  const bool doubtful = !call.repeatable || (cut_short && call.method != "GET");
  Failure failed{failure(call, doubtful ? Kind::uncertain : Kind::malformed, std::move(message)), false, {}};
  failed.error.status = response.status;
  failed.error.request_id = m_redactor.message(response.header("x-request-id").value_or(""));
  failed.repeat = call.repeatable && cut_short;
  return failed;
}

Sender::Failure Sender::refused_reply(const Call& call, int status, const http::Response& response,
                                      const nlohmann::json* body) const
{
  Failure failed{failure(call, kind_of_status(status), {}), false, {}};
  auto& error = failed.error;
  error.status = status;
  const auto said = body != nullptr ? decode_error(*body) : ErrorBody{};
  error.message = m_redactor.message(said.message);
  if (body == nullptr) {
    error.message = trim(response.body).starts_with('<') ? std::string(k_html) : m_redactor.message(response.body);
  }
  if (error.message.empty()) {
    error.message = default_message(status);
  }
  error.request_id = m_redactor.message(response.header("x-request-id").value_or(said.request_id));
  failed.repeat = passing(error.kind) && (call.repeatable || not_done(error.kind));
  failed.retry_after = said.retry_after;
  if (const auto header = response.header("retry-after")) {
    const auto date = parse_http_date(response.header("date").value_or(""));
    if (const auto wait = http::parse_retry_after(*header, date.value_or(m_clock.now()))) {
      failed.retry_after = wait;
    }
  }
  return failed;
}

Result<std::string, Sender::Failure> Sender::redirect(const Call& call, const std::string& from,
                                                      const http::Response& response) const
{
  const auto refuse = [&](std::string message) {
    auto error = failure(call, Kind::refused, std::move(message));
    error.status = response.status;
    return Failure{std::move(error), false, std::nullopt};
  };
  const auto base = http::parse_url(from);
  const auto target = base ? http::resolve_url(*base, response.header("location").value_or("")) : std::nullopt;
  if (!target) {
    return refuse("the service redirects to an address that makes no sense");
  }
  if (!m_options.url.same_place(*target)) {
    return refuse(fmt::format("the service redirects to {}; keys are sent only to {}",
                              m_redactor.message(target->origin()), m_options.url.url().origin()));
  }
  if (call.method != "GET") {
    return refuse("the service redirects this request; only reads are followed");
  }
  return fmt::format("{}{}{}{}", target->origin(), target->path, target->query.empty() ? "" : "?", target->query);
}

void Sender::note_time(const http::Response& response)
{
  if (const auto date = parse_http_date(response.header("date").value_or(""))) {
    m_server_time = date->time_since_epoch().count();
  }
}

} // namespace flowsync::nexla
