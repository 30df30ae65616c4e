#pragma once

#include "base/digest.hpp"
#include "base/text.hpp"
#include "http/raw_server.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <map>
#include <mutex>
#include <string>

namespace flowsync::testing {

struct S3Habits
{
  bool conditional_delete = true; // If-Match counts for DELETE; otherwise it is refused with 501
  std::string session_token{};    // "" = none is expected
};

// A service that keeps objects of one bucket as S3 does, with conditional writes. Strict: each signature is computed
// anew from what arrived, and a request that names no condition for a write is refused.
class S3Server
{
public:
  static constexpr auto k_bucket = "states";
  static constexpr auto k_access_key = "AKIDEXAMPLE";
  static constexpr auto k_secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static constexpr auto k_region = "eu-central-1";

  explicit S3Server(S3Habits habits = {})
      : m_habits(std::move(habits)),
        m_server([this](RawConnection& connection, int) { serve(connection); })
  {
  }

  std::string url() const { return m_server.url(); }

  std::string stored(const std::string& key) const
  {
    const std::lock_guard lock(m_mutex);
    const auto found = m_objects.find("/" + std::string(k_bucket) + "/" + key);
    return found != m_objects.end() ? found->second : "";
  }
  void store(const std::string& key, std::string text)
  {
    const std::lock_guard lock(m_mutex);
    m_objects["/" + std::string(k_bucket) + "/" + key] = std::move(text);
  }

  // The next answers go wrong: a status instead of doing it, or with 0 no answer after it was done.
  void fail_next(int status, int times, std::string method = "")
  {
    const std::lock_guard lock(m_mutex);
    m_fault = status;
    m_faults = times;
    m_fault_method = std::move(method);
  }

private:
  struct Request
  {
    std::string method;
    std::string path;
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
  };

  struct Answer
  {
    int status = 200;
    std::string body;
    std::string tag;
  };

  static Request parse(const std::string& text)
  {
    Request request;
    const auto head_end = text.find("\r\n\r\n");
    const auto lines = split(std::string_view(text).substr(0, head_end), '\n');
    const auto words = split(trim(lines.front()), ' ');
    request.method = words[0];
    request.path = words[1];
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const auto colon = lines[i].find(':');
      request.headers[lower(lines[i].substr(0, colon))] = trim(lines[i].substr(colon + 1));
    }
    request.body = text.substr(head_end + 4);
    return request;
  }

  void serve(RawConnection& connection)
  {
    for (auto text = connection.read_request(); !text.empty(); text = connection.read_request()) {
      const std::lock_guard lock(m_mutex);
      const auto request = parse(text);
      const bool fails = m_faults > 0 && (m_fault_method.empty() || m_fault_method == request.method);
      if (fails) {
        --m_faults;
      }
      const auto answer = fails && m_fault != 0 ? error(m_fault, "Injected") : answer_to(request);
      if (fails && m_fault == 0) {
        return;
      }
      connection.answer(answer.status, answer.body, answer.tag.empty() ? "" : "ETag: " + answer.tag + "\r\n");
    }
  }

  static Answer error(int status, const std::string& code)
  {
    return {status, "<?xml version=\"1.0\"?>\n<Error><Code>" + code + "</Code></Error>", ""};
  }

  static std::string tag_of(const std::string& text) { return '"' + sha256_hex(text).substr(0, 32) + '"'; }

  Answer answer_to(const Request& request)
  {
    if (const auto wrong = wrong_signature(request); !wrong.empty()) {
      return error(403, wrong);
    }
    if (!request.path.starts_with(std::string("/") + k_bucket + "/")) {
      return error(404, "NoSuchBucket");
    }
    const auto found = m_objects.find(request.path);
    const auto tag = found != m_objects.end() ? tag_of(found->second) : "";
    const auto match = request.headers.find("if-match");
    const auto none_match = request.headers.find("if-none-match");
    if (request.method == "GET") {
      return found != m_objects.end() ? Answer{200, found->second, tag} : error(404, "NoSuchKey");
    }
    if (request.method == "PUT") {
      if (none_match != request.headers.end() && none_match->second == "*") {
        if (!tag.empty()) {
          return error(412, "PreconditionFailed");
        }
      } else if (match == request.headers.end()) {
        return error(400, "NoCondition");
      } else if (tag.empty()) {
        return error(404, "NoSuchKey");
      } else if (match->second != tag) {
        return error(412, "PreconditionFailed");
      }
      m_objects[request.path] = request.body;
      return {200, "", tag_of(request.body)};
    }
    if (request.method == "DELETE") {
      if (match != request.headers.end()) {
        if (!m_habits.conditional_delete) {
          return error(501, "NotImplemented");
        }
        if (match->second != tag) {
          return error(412, "PreconditionFailed");
        }
      }
      m_objects.erase(request.path);
      return {204, "", ""};
    }
    return error(405, "MethodNotAllowed");
  }

  static std::string hmac(const std::string& key, const std::string& text)
  {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    const std::vector<unsigned char> data(text.begin(), text.end());
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), bytes, &length);
    return {bytes, bytes + length};
  }

  // Signature Version 4 as Amazon publishes it; "" when it fits.
  std::string wrong_signature(const Request& request) const
  {
    const auto given = request.headers.count("authorization") != 0 ? request.headers.at("authorization") : "";
    const auto part = [&](const std::string& name) {
      const auto at = given.find(name + "=");
      return at == std::string::npos
                 ? ""
                 : given.substr(at + name.size() + 1, given.find_first_of(", ", at) - at - name.size() - 1);
    };
    const auto time = request.headers.count("x-amz-date") != 0 ? request.headers.at("x-amz-date") : "";
    const auto scope = time.substr(0, 8) + "/" + k_region + "/s3/aws4_request";
    if (!given.starts_with("AWS4-HMAC-SHA256 ") || part("Credential") != std::string(k_access_key) + "/" + scope) {
      return "AccessDenied";
    }
    const auto hash =
        request.headers.count("x-amz-content-sha256") != 0 ? request.headers.at("x-amz-content-sha256") : "";
    if (hash != sha256_hex(request.body)) {
      return "XAmzContentSHA256Mismatch";
    }
    if (!m_habits.session_token.empty() && (request.headers.count("x-amz-security-token") == 0 ||
                                            request.headers.at("x-amz-security-token") != m_habits.session_token)) {
      return "InvalidToken";
    }
    auto canonical = request.method + "\n" + request.path + "\n\n";
    const auto names = part("SignedHeaders");
    for (const auto name : split(names, ';')) {
      const auto header = request.headers.find(std::string(name));
      canonical += std::string(name) + ":" + (header != request.headers.end() ? header->second : "") + "\n";
    }
    for (const auto* const name : {"host", "x-amz-date", "x-amz-content-sha256"}) {
      if ((";" + names + ";").find(";" + std::string(name) + ";") == std::string::npos) {
        return "HeaderNotSigned";
      }
    }
    canonical += "\n" + names + "\n" + hash;
    const auto text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256_hex(canonical);
    auto key = hmac(std::string("AWS4") + k_secret_key, time.substr(0, 8));
    for (const auto* const step : {k_region, "s3", "aws4_request"}) {
      key = hmac(key, step);
    }
    std::string signature;
    for (const char c : hmac(key, text)) {
      constexpr auto k_digits = "0123456789abcdef";
      signature += k_digits[static_cast<unsigned char>(c) >> 4U];
      signature += k_digits[static_cast<unsigned char>(c) & 15U];
    }
    return signature == part("Signature") ? "" : "SignatureDoesNotMatch";
  }

  S3Habits m_habits;
  mutable std::mutex m_mutex;
  std::map<std::string, std::string> m_objects; // by path
  int m_fault = 0;
  int m_faults = 0;
  std::string m_fault_method;
  RawServer m_server; // the last: its threads use all of the above
};

} // namespace flowsync::testing
