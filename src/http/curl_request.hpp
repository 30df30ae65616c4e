#pragma once

#include "http/transport.hpp"

#include <curl/curl.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

namespace flowsync::http {

// One request on its way: what libcurl's callbacks need while it runs on the worker thread, and the slot in which its
// caller waits for the outcome. Everything but `cancelled` and the slot belongs to the worker once it was handed over.
class CurlRequest
{
public:
  CurlRequest(Request request, const Authorities& authorities)
      : m_request(std::move(request)),
        m_authorities(authorities)
  {
  }
  CurlRequest(const CurlRequest&) = delete;
  CurlRequest& operator=(const CurlRequest&) = delete;

  // Sets all options on a fresh easy handle; false when a header holds a line break (nothing must be sent then).
  bool prepare(CURL* easy);
  // What came of it, from curl's code.
  Result<Response, TransportError> outcome(CURL* easy, CURLcode code);

  // Hands the outcome to the waiting caller.
  void finish(Result<Response, TransportError> result);
  Result<Response, TransportError> wait();

  std::atomic<bool> cancelled{false};

private:
  struct ListFree
  {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
  static int on_seek(void* self, curl_off_t offset, int origin);
  static int on_connected(void* self, char* remote, char* local, int remote_port, int local_port);

  bool nothing_sent() const;
  bool add_header(const std::string& line);
  bool add_headers();
  bool sign(CURL* easy, const AwsKeys& keys);

  const Request m_request;
  const Authorities m_authorities;
  std::unique_ptr<curl_slist, ListFree> m_headers;
  char m_error[CURL_ERROR_SIZE] = {};
  Response m_response;
  std::size_t m_header_bytes = 0;
  std::size_t m_body_sent = 0;
  bool m_connected = false; // a connection stood and the request was about to be written
  bool m_body_begun = false;
  bool m_too_large = false;

  std::mutex m_mutex;
  std::condition_variable m_done;
  std::optional<Result<Response, TransportError>> m_result;
};

} // namespace flowsync::http
