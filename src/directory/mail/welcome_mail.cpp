// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/welcome_mail.h"

#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/crypto/crypto_cipher.h"
#include "base/html.h"
#include "base/text.h"
#include "directory/rows.h"
#include "directory/users/user_details.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::size_t kTokenLength = 21;
constexpr const char* kClientPage = "https://nextcloud.com/install/#install-clients";

// The sentences of the mail in one language; {} is the name of the instance, the display name, or
// the uid.
struct Texts {
    const char* subject;
    const char* heading;
    const char* named_heading;
    const char* introduction;
    const char* login;
    const char* set_password;
    const char* go_to;
    const char* install_client;
};

constexpr Texts kEnglish{
    .subject = "Your {} account was created",
    .heading = "Welcome aboard",
    .named_heading = "Welcome aboard {}",
    .introduction = "An account at {} has been set up for you.",
    .login = "Your Login is: {}",
    .set_password = "Set your password",
    .go_to = "Go to {}",
    .install_client = "Install Client",
};

constexpr Texts kGerman{
    .subject = "Dein {}-Konto wurde erstellt",
    .heading = "Willkommen an Bord",
    .named_heading = "Willkommen an Bord {}",
    .introduction = "Bei {} wurde ein Konto für dich eingerichtet.",
    .login = "Dein Anmeldename lautet: {}",
    .set_password = "Passwort setzen",
    .go_to = "{} öffnen",
    .install_client = "Client installieren",
};

constexpr Texts kFormalGerman{
    .subject = "Ihr {}-Konto wurde erstellt",
    .heading = "Willkommen an Bord",
    .named_heading = "Willkommen an Bord {}",
    .introduction = "Bei {} wurde ein Konto für Sie eingerichtet.",
    .login = "Ihr Anmeldename lautet: {}",
    .set_password = "Passwort setzen",
    .go_to = "{} öffnen",
    .install_client = "Client installieren",
};

const Texts& texts_in(std::string_view language) {
    if (language == "de") return kGerman;
    return language == "de_DE" ? kFormalGerman : kEnglish;
}

std::string fill(const char* text, const std::string& argument) {
    return fmt::format(fmt::runtime(text), argument);
}

std::string html_link(const std::string& url, const std::string& label) {
    return fmt::format("<p><a href=\"{}\">{}</a></p>\n", escape_html(url), escape_html(label));
}

std::string text_link(const std::string& url, const std::string& label) {
    return fmt::format("{}: {}\n", label, url);
}

// Draws the secret for the HTML page that sets a password; the user's preferences store its
// ciphertext.
std::string make_password_link(Transaction& tx, const Uid& uid, const std::string& email,
                               const std::string& base_url) {
    const std::string token = random_text(kTokenLength, kAlphanumeric);
    const std::string cipher =
        encrypt(fmt::format("{}:{}", tx.now, token), email + tx.settings->secret().reveal());
    storage::set_preference(rows_of(tx), uid, "core", "lostpassword", cipher);
    return fmt::format("{}/lostpassword/reset/form/{}/{}", base_url, token,
                       percent_encode(uid.text()));
}

std::optional<std::string> effective_email(const UserState& user) {
    for (const FieldId id : {FieldId::notify_email, FieldId::email}) {
        std::optional<std::string> email = user.field(id);
        if (email && !email->empty()) return email;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> effective_email(Transaction& tx, const Uid& uid) {
    for (const char* key : {"primary_email", "email"}) {
        std::optional<std::string> email = storage::preference(rows_of(tx), uid, "settings", key);
        if (email && !email->empty()) return email;
    }
    return std::nullopt;
}

Mail to_mail(const Welcome& welcome) {
    const Texts& texts = texts_in(welcome.language);
    const std::string heading = welcome.display_name == welcome.uid
                                    ? texts.heading
                                    : fill(texts.named_heading, welcome.display_name);
    const std::string introduction = fill(texts.introduction, welcome.instance_name);
    const std::string login = fill(texts.login, welcome.uid.text());
    const std::string url =
        welcome.password_link.empty() ? welcome.instance_url : welcome.password_link;
    const std::string label = welcome.password_link.empty()
                                  ? fill(texts.go_to, welcome.instance_name)
                                  : texts.set_password;

    Mail mail;
    mail.to = welcome.email;
    mail.to_name = welcome.display_name;
    mail.from_name = welcome.instance_name;
    mail.subject = fill(texts.subject, welcome.instance_name);
    mail.text =
        fmt::format("{}\n\n{}\n{}\n\n{}", heading, introduction, login, text_link(url, label));
    mail.html = fmt::format(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{}</title></head>\n"
        "<body style=\"font-family:sans-serif\">\n<h1>{}</h1>\n<p>{}</p>\n<p>{}</p>\n{}",
        escape_html(mail.subject), escape_html(heading), escape_html(introduction),
        escape_html(login), html_link(url, label));
    if (!welcome.client_url.empty()) {
        mail.text += text_link(welcome.client_url, texts.install_client);
        mail.html += html_link(welcome.client_url, texts.install_client);
    }
    mail.html += "</body></html>\n";
    return mail;
}

void send_welcome_mail(Transaction& tx, const User& user, PasswordLink link) {
    send_welcome_mail(tx, load_user_state(tx, user.uid),
                      storage::app_value(rows_of(tx), "theming", "name").value_or("Nextcloud"),
                      link);
}

void send_welcome_mail(Transaction& tx, const UserState& user, const std::string& instance_name,
                       PasswordLink link) {
    const std::optional<std::string> email = effective_email(user);
    if (!email) return;
    const bool wants_link =
        link == PasswordLink::always ||
        (link == PasswordLink::if_open && !user.field(FieldId::lost_password).value_or("").empty());
    Welcome welcome;
    welcome.uid = user.uid;
    welcome.display_name = user.display_name();
    welcome.email = *email;
    welcome.language = language_of(tx, user.uid, user.field(FieldId::language));
    welcome.instance_name = instance_name;
    welcome.instance_url = tx.own_url();
    if (wants_link)
        welcome.password_link = make_password_link(tx, user.uid, *email, welcome.instance_url);
    welcome.client_url = tx.settings->text("customclient_desktop", kClientPage);
    tx.after_commit(
        [&mailer = tx.installation.mailer, mail = to_mail(welcome)] { mailer.send(mail); });
}

}  // namespace roster
