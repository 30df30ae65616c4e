// What the API of a forge answers: status, headers and bodies of any kind, to the calls that keep one comment current.
//
// The input: a line with the forge and the call ("github post"), then one reply after the other as in fuzz_api_reply.

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/withheld.hpp"
#include "forge/forges.hpp"
#include "forge/post.hpp"
#include "fuzz/harmless.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/property.hpp"
#include "fuzz/replies.hpp"
#include "support/fake_clock.hpp"

using namespace flowsync;
using namespace flowsync::forge;
using fuzz::must_hold;

namespace {

constexpr const char* k_token = "token-of-the-job-0123456789";
constexpr const char* k_beginning = "<!-- flowsync acme -->";

// Gives the replies of the input one after the other; the last one stays.
class Replies final : public http::Transport
{
public:
  explicit Replies(std::vector<std::pair<std::string, std::string_view>> pieces) : m_pieces(std::move(pieces)) {}

  Result<http::Response, http::TransportError> send(const http::Request& request, std::stop_token) override
  {
    constexpr std::size_t k_most = 5'000;
    must_hold(++m_sent < k_most, "calls come to an end");
    must_hold(request.url.starts_with("https://api.example/"), "the token is sent to the host that CI named");
    const auto& [title, text] = m_pieces[m_next];
    m_next = std::min(m_next + 1, m_pieces.size() - 1);
    return fuzz::read_reply(title, text);
  }

private:
  std::vector<std::pair<std::string, std::string_view>> m_pieces;
  std::size_t m_next = 1;
  std::size_t m_sent = 0;
};

void check(const ForgeProblem& problem)
{
  must_hold(!problem.text.empty(), "a problem says something");
  const auto told = printable(problem.text);
  must_hold(fuzz::is_harmless(told), "a problem can be told in harmless words");
  must_hold(told.find(k_token) == std::string::npos, "a problem tells no token, whatever the forge repeats");
}

template <typename T>
void check(const Result<T, ForgeProblem>& result)
{
  if (!result) {
    check(result.error());
  }
}

void call(Discussion& discussion, std::string_view what)
{
  const std::string body = std::string(k_beginning) + "\nNo changes.";
  if (what == "notes") {
    const auto notes = discussion.own_notes(k_beginning);
    check(notes);
    for (std::size_t i = 0; notes && i < notes->size(); ++i) {
      const auto& note = (*notes)[i];
      must_hold(note.id > 0 && note.body.starts_with(k_beginning), "a comment of ours begins as all of them");
      must_hold(i == 0 || (*notes)[i - 1].id <= note.id, "comments come in order");
    }
  } else if (what == "create") {
    check(discussion.create(body));
  } else if (what == "update" || what == "remove") {
    if (const auto problem = what == "update" ? discussion.update(1, body) : discussion.remove(1)) {
      check(*problem);
    }
  } else {
    check(post(discussion, {k_beginning, body, true,
                            [](const std::string& text) { return text.find("newer") != std::string::npos; }}));
  }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  withheld().add("GITHUB_TOKEN", k_token); // as the program does with what may be a credential
  const auto pieces = fuzz::pieces_of(fuzz::text_of(data, size));
  if (pieces.size() < 2) {
    return -1; // not worth keeping
  }
  const auto words = split(trim(pieces[0].second), ' ');
  ReviewPlace place;
  place.forge = words[0] == "gitlab" ? ReviewPlace::Forge::gitlab : ReviewPlace::Forge::github;
  place.api = *http::parse_url("https://api.example/v4");
  place.project = "acme/flows";
  place.number = 12;
  place.token = Secret(k_token);
  Replies replies(pieces);
  FakeClock clock;
  const auto discussion = open_discussion(place, replies, clock, {}, {});
  call(*discussion, words.back());
  return 0;
}
