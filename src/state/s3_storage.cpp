#include "state/s3_storage.hpp"

#include "base/digest.hpp"
#include "base/printable.hpp"
#include "http/status.hpp"
#include "state/object_storage.hpp"

#include <fmt/format.h>

#include <utility>

namespace flowsync::state {

namespace {

namespace status = http::status;

// The condition of a request was not fulfilled, or somebody else wrote at that moment.
bool is_lost(int number)
{
  return number == status::k_precondition_failed || number == status::k_conflict || number == status::k_not_found;
}

bool is_no_bucket(const http::Response& response)
{
  return response.status == status::k_not_found && response.body.find("<Code>NoSuchBucket</Code>") != std::string::npos;
}

constexpr auto k_access_hint =
    "the key in AWS_ACCESS_KEY_ID needs s3:GetObject, s3:PutObject and s3:DeleteObject for the object and for the one "
    "with .lock behind its name, and s3:ListBucket for the bucket (without that, an object that is not there yet looks "
    "forbidden); `plan` and `drift` need no more than s3:GetObject and s3:ListBucket";

std::string encode_path(std::string_view key)
{
  std::string path;
  for (const char c : key) {
    path += c == '/' ? "/" : http::percent_encode(std::string_view(&c, 1));
  }
  return path;
}

std::string address_of(const S3Place& place)
{
  auto endpoint = place.endpoint;
  if (endpoint.empty()) {
    endpoint = fmt::format("https://s3.{}.amazonaws.com{}", place.keys.region,
                           place.keys.region.starts_with("cn-") ? ".cn" : "");
  }
  const auto url = http::parse_url(endpoint).value_or(http::Url{});
  auto folder = url.path;
  while (folder.ends_with('/')) {
    folder.pop_back();
  }
  // A bucket with a dot in its name fits no certificate, and this machine has no names below its own.
  const bool in_path = place.path_style || http::is_loopback(url.host) || place.bucket.find('.') != std::string::npos;
  if (in_path) {
    return fmt::format("{}{}/{}/{}", url.origin(), folder, place.bucket, encode_path(place.key));
  }
  auto host = url;
  host.host = place.bucket + "." + url.host;
  return fmt::format("{}{}/{}", host.origin(), folder, encode_path(place.key));
}

class S3Storage final : public ObjectStorage
{
public:
  S3Storage(S3Place place, WebTimes times)
      : ObjectStorage(fmt::format("s3://{}/{}", place.bucket, printable(place.key))),
        m_place(std::move(place)),
        m_address(address_of(m_place)),
        m_lock_address(m_address + ".lock"),
        m_web(this->place(), times, m_place.authorities)
  {
  }

  Result<std::optional<HeldLock>, Problem> holder() override
  {
    auto lock = get(m_lock_address);
    if (!lock) {
      return lock.error();
    }
    if (!*lock) {
      return std::optional<HeldLock>();
    }
    const auto& text = (*lock)->text;
    return std::optional(HeldLock{parse_holder(text.substr(0, text.find('\n'))).value_or(Holder{}), (*lock)->tag});
  }

  Result<std::string, Problem> lock(const Holder& holder, const std::string& expected) override
  {
    // The second line makes every holding differ from all others.
    constexpr std::size_t k_random_bytes = 8;
    const auto text = holder_text(holder) + random_hex(k_random_bytes) + "\n";
    const auto answer = put(m_lock_address, text, expected.empty() ? std::nullopt : std::optional(expected));
    const auto doubtful = std::exchange(m_doubtful_lock, {});
    if (answer && answer->status == status::k_ok) {
      return answer->header("etag").value_or("");
    }
    if (answer && (!is_lost(answer->status) || is_no_bucket(*answer))) {
      return refusal(*answer, "could not be locked");
    }
    if (answer || answer.error().uncertain) { // a request that was repeated finds what it has done itself
      const auto seen = get(m_lock_address);
      if (seen && *seen && (*seen)->text == text) {
        return (*seen)->tag;
      }
      if (seen && *seen && !expected.empty() && (*seen)->text == doubtful) {
        return this->lock(holder, (*seen)->tag); // what an earlier request without an answer has done after all
      }
      m_doubtful_lock = seen ? "" : answer ? doubtful : text;
    } else {
      m_doubtful_lock = doubtful;
    }
    return answer ? locked() : answer.error().problem;
  }

  std::optional<Problem> unlock(const std::string& token) override
  {
    const auto seen = get(m_lock_address);
    if (!seen) {
      return seen.error();
    }
    if (!*seen || ((*seen)->tag != token && (*seen)->text != m_doubtful_lock)) {
      return locked();
    }
    auto request = request_to("DELETE", m_lock_address);
    request.headers.emplace_back("If-Match", (*seen)->tag);
    auto answer = m_web.send(request, Web::Repeat::always);
    if (answer && (answer->status == status::k_not_implemented || answer->status == status::k_bad_request)) {
      answer = m_web.send(request_to("DELETE", m_lock_address), Web::Repeat::always); // no conditions for this verb
    }
    if (!answer) {
      return answer.error().problem;
    }
    if (answer->status == status::k_precondition_failed || answer->status == status::k_conflict) {
      return locked();
    }
    // Not found: a request that was repeated.
    return answer->status == status::k_ok || answer->status == status::k_no_content ||
                   answer->status == status::k_not_found
               ? std::nullopt
               : std::optional(refusal(*answer, "could not be unlocked"));
  }

private:
  http::Request request_to(const std::string& method, const std::string& address) const
  {
    http::Request request;
    request.method = method;
    request.url = address;
    request.aws = m_place.keys;
    return request;
  }

  Problem refusal(const http::Response& response, const std::string& doing) const
  {
    if (is_no_bucket(response)) {
      return {Problem::Kind::unreadable, fmt::format("there is no bucket `{}`", m_place.bucket),
              "create it, or correct `bucket:`, `region:` or `endpoint:` under `state:`"};
    }
    auto problem = m_web.refusal(response, doing, k_access_hint);
    if (response.status == status::k_not_implemented) {
      problem.hint = "this service has no conditional writes (If-Match, If-None-Match), which sharing a state needs";
    }
    return problem;
  }

  Result<std::optional<Object>, Problem> get(const std::string& address)
  {
    auto answer = m_web.send(request_to("GET", address), Web::Repeat::always);
    if (!answer) {
      return answer.error().problem;
    }
    if (answer->status == status::k_not_found && !is_no_bucket(*answer)) {
      return std::optional<Object>();
    }
    if (answer->status != status::k_ok) {
      return refusal(*answer, "could not be read");
    }
    return std::optional(Object{std::move(answer->body), answer->header("etag").value_or("")});
  }

  // Creates the object, or replaces the one with that tag.
  Result<http::Response, Unanswered> put(const std::string& address, const std::string& text,
                                         const std::optional<std::string>& tag)
  {
    auto request = request_to("PUT", address);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back(tag ? "If-Match" : "If-None-Match", tag.value_or("*"));
    request.body = text;
    return m_web.send(request, Web::Repeat::always);
  }

  Result<std::optional<Object>, Problem> read() override { return get(m_address); }

  bool compares() const override { return true; }

  Result<std::string, NotWritten> write(const std::string& text, const std::optional<std::string>& tag) override
  {
    const auto answer = put(m_address, text, tag);
    if (!answer) {
      return NotWritten{answer.error().uncertain ? NotWritten::Kind::uncertain : NotWritten::Kind::refused,
                        answer.error().problem};
    }
    if (answer->status == status::k_ok) {
      return answer->header("etag").value_or("");
    }
    const bool lost = is_lost(answer->status) && !is_no_bucket(*answer);
    return NotWritten{lost ? NotWritten::Kind::moved : NotWritten::Kind::refused,
                      refusal(*answer, "could not be saved")};
  }

  S3Place m_place;
  std::string m_address;
  std::string m_lock_address;
  Web m_web;
  std::string m_doubtful_lock; // what a request without an answer may have put there; "" nothing
};

bool consists_of(std::string_view text, std::string_view characters)
{
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

} // namespace

Result<std::unique_ptr<Storage>, Problem> s3_storage(S3Place place, WebTimes times)
{
  using Kind = Problem::Kind;
  if (place.keys.access_key.empty() || place.keys.secret_key.empty()) {
    return Problem{Kind::forbidden, fmt::format("there are no keys for the bucket {}", printable(place.bucket)),
                   "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN, when they are temporary)"};
  }
  if (place.keys.region.empty() && !place.endpoint.empty()) {
    place.keys.region = "us-east-1"; // what services other than Amazon's call themselves
  }
  if (place.keys.region.empty()) {
    return Problem{Kind::unreadable, fmt::format("the region of the bucket {} is not known", printable(place.bucket)),
                   "write `region:` under `state:`, or set AWS_REGION"};
  }
  // Both become part of a host's name.
  constexpr std::string_view k_name = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (!consists_of(place.bucket, k_name) || !consists_of(place.keys.region, k_name)) {
    return Problem{Kind::unreadable,
                   fmt::format("`{}` in {} is not a bucket", printable(place.bucket), printable(place.keys.region)),
                   "names of buckets and regions consist of small letters, digits, dots and dashes"};
  }
  place.keys.service = "s3";
  return std::unique_ptr<Storage>(std::make_unique<S3Storage>(std::move(place), times));
}

} // namespace flowsync::state
