#include "http/curl_request.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace flowsync::http {

namespace {

constexpr std::size_t k_largest_head = std::size_t{256} << 10U;
// A kept connection that was idle longer than this may be half closed by the server: a create does not risk it.
constexpr long k_fresh_seconds = 2;
constexpr long k_kept_seconds = 60;

// Whether a body follows, be it an empty one: of these methods servers expect a length.
bool sends_body(const Request& request)
{
  return request.method == "POST" || request.method == "PUT" || request.method == "PATCH" || !request.body.empty();
}

bool is_sent_once(const Request& request)
{
  return request.once || request.method == "POST";
}

} // namespace

bool CurlRequest::add_header(const std::string& line)
{
  if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
    return false;
  }
  auto* const longer = curl_slist_append(m_headers.get(), line.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc();
  }
  static_cast<void>(m_headers.release());
  m_headers.reset(longer);
  return true;
}

bool CurlRequest::add_headers()
{
  bool clean = true;
  bool typed = false;
  for (const auto& [name, value] : m_request.headers) {
    clean = add_header(fmt::format("{}: {}", name, value)) && clean;
    typed = typed || lower(name) == "content-type";
  }
  if (!m_request.aws) {                     // curl would sign these, too, though it does not send them
    clean = add_header("Expect:") && clean; // no waiting for "100 Continue"
    if (!typed) {
      clean = add_header("Content-Type:") && clean;
    }
  }
  if (!m_request.authorization.empty()) {
    clean = add_header("Authorization: " + m_request.authorization.reveal()) && clean;
  }
  return clean;
}

bool CurlRequest::sign(CURL* easy, const AwsKeys& keys)
{
  // Given here because curl cannot know the body, which it reads piece by piece.
  bool clean = add_header("x-amz-content-sha256: " + sha256_hex(m_request.body));
  if (!keys.session_token.empty()) {
    clean = add_header("x-amz-security-token: " + keys.session_token.reveal()) && clean;
  }
  curl_easy_setopt(easy, CURLOPT_AWS_SIGV4, fmt::format("aws:amz:{}:{}", keys.region, keys.service).c_str());
  curl_easy_setopt(easy, CURLOPT_USERNAME, keys.access_key.c_str());
  curl_easy_setopt(easy, CURLOPT_PASSWORD, keys.secret_key.reveal().c_str());
  curl_easy_setopt(easy, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);
  return clean;
}

bool CurlRequest::prepare(CURL* easy)
{
  if (!add_headers() || (m_request.aws && !sign(easy, *m_request.aws))) {
    return false;
  }

  curl_easy_setopt(easy, CURLOPT_URL, m_request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, m_headers.get());
  if (sends_body(m_request)) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
    if (m_request.body.empty()) {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");
    } else {
      // Read by callback, so that it is known whether any of it left, and so that curl cannot silently send it again.
      curl_easy_setopt(easy, CURLOPT_READFUNCTION, &CurlRequest::on_read);
      curl_easy_setopt(easy, CURLOPT_READDATA, this);
      curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &CurlRequest::on_seek);
      curl_easy_setopt(easy, CURLOPT_SEEKDATA, this);
    }
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, m_request.method.c_str());
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");

  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!m_authorities.file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, m_authorities.file.c_str());
  }
  if (!m_authorities.folder.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAPATH, m_authorities.folder.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (m_request.url.starts_with("https:")) {
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L); // rather share a connection that is being opened than open ten
  }
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, is_sent_once(m_request) ? k_fresh_seconds : k_kept_seconds);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  const auto url = parse_url(m_request.url);
  if (url && is_loopback(url->host)) {
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  }
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_request.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(m_request.total_timeout.count()));

  // An announced length is refused before anything of it is read.
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(m_request.largest_body));

  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, m_error);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlRequest::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlRequest::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &CurlRequest::on_connected);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  return true;
}

std::size_t CurlRequest::on_header(char* data, std::size_t size, std::size_t count, void* self)
{
  auto& request = *static_cast<CurlRequest*>(self);
  const std::string_view line(data, size * count);
  request.m_header_bytes += line.size();
  if (request.m_header_bytes > k_largest_head) {
    request.m_too_large = true;
    return 0;
  }
  if (line.starts_with("HTTP/")) { // a new head: what came before was an interim answer
    request.m_response.headers.clear();
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    request.m_response.headers.emplace_back(lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  }
  return line.size();
}

std::size_t CurlRequest::on_body(char* data, std::size_t size, std::size_t count, void* self)
{
  auto& request = *static_cast<CurlRequest*>(self);
  const auto length = size * count;
  if (request.m_response.body.size() + length > request.m_request.largest_body) {
    request.m_too_large = true;
    return 0;
  }
  request.m_response.body.append(data, length);
  return length;
}

std::size_t CurlRequest::on_read(char* buffer, std::size_t size, std::size_t count, void* self)
{
  auto& request = *static_cast<CurlRequest*>(self);
  const auto& body = request.m_request.body;
  const auto length = std::min(size * count, body.size() - request.m_body_sent);
  std::memcpy(buffer, body.data() + request.m_body_sent, length);
  request.m_body_sent += length;
  request.m_body_begun = request.m_body_begun || length > 0;
  return length;
}

int CurlRequest::on_seek(void* self, curl_off_t offset, int origin)
{
  auto& request = *static_cast<CurlRequest*>(self);
  if (is_sent_once(request.m_request) || origin != SEEK_SET || offset < 0 ||
      static_cast<std::size_t>(offset) > request.m_request.body.size()) {
    return CURL_SEEKFUNC_FAIL; // makes curl give up instead of repeating the request on another connection
  }
  request.m_body_sent = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

int CurlRequest::on_connected(void* self, char*, char*, int, int)
{
  static_cast<CurlRequest*>(self)->m_connected = true;
  return CURL_PREREQFUNC_OK;
}

bool CurlRequest::nothing_sent() const
{
  // Without its body a request that has one is incomplete: no server acts on it.
  return !m_connected || (!m_request.body.empty() && !m_body_begun);
}

Result<Response, TransportError> CurlRequest::outcome(CURL* easy, CURLcode code)
{
  using Kind = TransportError::Kind;
  if (cancelled) {
    return TransportError{Kind::cancelled, "interrupted"};
  }
  if (code == CURLE_OK) {
    long status = 0;
    curl_off_t micros = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &micros);
    m_response.status = static_cast<int>(status);
    m_response.elapsed = std::chrono::duration_cast<Duration>(std::chrono::microseconds{micros});
    return std::move(m_response);
  }
  if (m_too_large || code == CURLE_FILESIZE_EXCEEDED) {
    return TransportError{Kind::too_large, fmt::format("the answer is longer than {} bytes", m_request.largest_body)};
  }
  std::string message = m_error[0] != '\0' ? m_error : curl_easy_strerror(code);
  if (code == CURLE_SEND_FAIL_REWIND) {
    message = "the server closed the connection without an answer";
  }
  if (code == CURLE_PEER_FAILED_VERIFICATION && m_authorities.absent) {
    message += "; no certificates of authorities were found on this machine: install the package ca-certificates, or "
               "name a file of them in SSL_CERT_FILE";
  }
  return TransportError{nothing_sent() ? Kind::not_sent : Kind::uncertain, std::move(message)};
}

void CurlRequest::finish(Result<Response, TransportError> result)
{
  const std::lock_guard lock(m_mutex);
  m_result.emplace(std::move(result));
  m_done.notify_all(); // under the lock: the waiting caller may destroy this as soon as it sees the result
}

Result<Response, TransportError> CurlRequest::wait()
{
  std::unique_lock lock(m_mutex);
  m_done.wait(lock, [&] { return m_result.has_value(); });
  return std::move(*m_result);
}

} // namespace flowsync::http
