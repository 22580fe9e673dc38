// Who and what is in the workspace, for every part of the page that shows a name.

export const directory = {
  me: "", workspace: "", bot: { id: "", name: "" }, people: [], groups: [], commands: [], channels: [], can_move: false,

  /** A person, the bot, or Slack itself, by id. */
  person(id) {
    if (id === this.bot.id) return { ...this.bot, real_name: this.bot.name, is_bot: true };
    if (id === "USLACKBOT") return { id, name: "Slackbot", real_name: "Slackbot", is_bot: true };
    return this.people.find((person) => person.id === id);
  },
};
