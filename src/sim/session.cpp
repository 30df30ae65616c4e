#include "sim/session.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

std::vector<std::string> split_token(const std::string& text)
{
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const auto dot = text.find('.', begin);
    parts.push_back(text.substr(begin, dot - begin));
    if (dot == std::string::npos) {
      return parts;
    }
    begin = dot + 1;
  }
}

json render_org(const Org& org)
{
  return {{"id", org.id},
          {"name", org.name},
          {"email_domain", org.email_domain},
          {"email", "admin@" + org.email_domain},
          {"client_identifier", nullptr},
          {"org_webhook_host", nullptr}};
}

} // namespace

json render_user(const Context& context, const User& user)
{
  const auto* org = context.people.org(user.org_id);
  return {{"id", user.id},
          {"full_name", user.full_name},
          {"email", user.email},
          {"impersonated", false},
          {"impersonator", nullptr},
          {"status", "ACTIVE"},
          {"account_locked", false},
          {"created_at", timestamp(People::since_ms())},
          {"updated_at", timestamp(People::since_ms())},
          {"org", render_org(*org)}};
}

Reply Sessions::handle(const Context& context, const Request& request)
{
  if (request.path == "/token") {
    constexpr std::string_view k_basic = "Basic ";
    const bool basic = request.authorization.starts_with(k_basic);
    const auto* user =
        basic ? m_people.by_key(std::string_view(request.authorization).substr(k_basic.size())) : nullptr;
    if (user == nullptr) {
      throw Refusal(401, "AUTH_002", "the service key is invalid or revoked");
    }
    return open(context, *user);
  }
  if (request.path == "/token/logout") {
    try {
      authenticate(request.authorization, context.now_ms);
    } catch (const Refusal&) {
      throw Refusal(400, "", "there is no session to close");
    }
    m_closed.insert(request.authorization);
    Reply reply;
    reply.body = json::object();
    return reply;
  }
  if (request.path == "/token/refresh" && context.switches.at<"token_refresh">() == "on") {
    return open(context, authenticate(request.authorization, context.now_ms));
  }
  throw Refusal(404, "", "there is no such path");
}

Reply Sessions::open(const Context& context, const User& user)
{
  const auto seconds = context.switches.number<"token_ttl">();
  Reply reply;
  reply.body = {{"access_token", make_token(user.id, context.now_ms + seconds * 1000)},
                {"token_type", "Bearer"},
                {"user", render_user(context, user)},
                {"org_membership", {{"api_key", nullptr}, {"status", "ACTIVE"}, {"is_admin?", false}}},
                {"org", render_org(*context.people.org(user.org_id))}};
  if (context.switches.at<"token_expires_in">() == "given") {
    (*reply.body)["expires_in"] = seconds;
  }
  return reply;
}

std::string Sessions::sign(const std::string& text) const
{
  std::uint64_t hash = 1469598103934665603U ^ m_seed;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return fmt::format("{:016x}", hash);
}

std::string Sessions::make_token(Id user_id, std::int64_t ends_ms)
{
  const auto text = fmt::format("sim.{}.{}.{}.{}", user_id, ends_ms, m_generation, ++m_serial);
  return text + "." + sign(text);
}

const User& Sessions::authenticate(const std::string& authorization, std::int64_t now_ms) const
{
  constexpr std::string_view k_bearer = "Bearer ";
  const Refusal unknown(401, "AUTH_001", "the token is invalid or expired");
  if (!authorization.starts_with(k_bearer) || m_closed.contains(authorization)) {
    throw unknown;
  }
  const auto token = authorization.substr(k_bearer.size());
  const auto parts = split_token(token);
  if (parts.size() != 6 || parts[5] != sign(token.substr(0, token.rfind('.')))) {
    throw unknown;
  }
  const auto* user = m_people.user(parse_id(parts[1]).value_or(0));
  if (user == nullptr) {
    throw unknown;
  }
  if (parts[3] != std::to_string(m_generation) || now_ms >= parse_id(parts[2]).value_or(0)) {
    throw Refusal(401, "AUTH_003", "the token has expired");
  }
  return *user;
}

} // namespace flowsync::sim
